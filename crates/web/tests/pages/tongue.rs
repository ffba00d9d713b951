//! Languages: which one a page speaks, how it is changed, and that it is the same to the end.

use axum::http::{Method, StatusCode};
use domain::Locale;
use domain::identity::Role;
use i18n::Texts;

use crate::html;
use crate::stage::{Stage, refused_at};
use crate::visit::{Guest, Reply};

/// The language that an answer says it is in.
fn lang(reply: &Reply) -> String {
    let page = reply.text();
    let html = html::tags(&page).find(|tag| tag.name == "html");
    html.and_then(|tag| tag.get("lang")).unwrap_or_default()
}

async fn asking(guest: &Guest, path: &str, languages: &str) -> Reply {
    let headers = [("accept-language", languages)];
    guest.raw(Method::GET, path, &headers, vec![]).await
}

#[tokio::test]
async fn a_stranger_is_answered_in_the_language_of_the_browser_or_in_finnish() {
    let stage = Stage::empty().await;
    let guest = stage.site.anonymous();
    for (asked, given) in [
        ("", "fi"),
        ("sv", "sv"),
        ("sv-FI,fi;q=0.9", "sv"),
        ("SV-fi", "sv"),
        ("de-DE,de;q=0.9,en-GB;q=0.8", "en"),
        ("ja", "fi"),
        ("*", "fi"),
        (";;;,,,q=1", "fi"),
        ("fi-FI, sv;q=0.5", "fi"),
    ] {
        for path in ["/sign-in", "/accessibility", "/no/such/page/at/all"] {
            let reply = asking(&guest, path, asked).await;
            assert_eq!(lang(&reply), given, "{asked} {path}");
        }
    }
}

#[tokio::test]
async fn what_was_chosen_on_the_device_holds_before_the_browser_and_yields_to_the_person() {
    let stage = Stage::empty().await;
    let chosen = [("language", "sv"), ("return_to", "/accessibility")];
    let reply = stage.site.anonymous().post("/language", &chosen).await;
    assert_eq!(reply.location, "/accessibility");
    let cookie = reply.cookie("luotsi_language").unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let device = Guest {
        cookie: Some(cookie.clone()),
        ..stage.site.anonymous()
    };
    assert_eq!(lang(&asking(&device, "/sign-in", "en").await), "sv");
    // Whoever has signed in reads their own language on every device.
    let leader = stage.member(Role::Leadership).await;
    leader.speak(Locale::En).await;
    let own = leader.cookie.clone().unwrap();
    let leader = Guest {
        cookie: Some(format!("{own}; {cookie}")),
        ..leader
    };
    assert_eq!(lang(&asking(&leader, &stage.town.at(""), "fi").await), "en");
}

#[tokio::test]
async fn a_refusal_speaks_the_language_of_whoever_is_refused() {
    let stage = Stage::empty().await;
    let elected = stage.member(Role::Elected).await;
    for locale in Locale::ALL {
        elected.speak(locale).await;
        let t = Texts::new(locale);
        for (path, status, key) in [
            ("audit", StatusCode::FORBIDDEN, "error.forbidden.title"),
            (
                "rounds/x/results",
                StatusCode::NOT_FOUND,
                "error.not-found.title",
            ),
        ] {
            let reply = elected.get(&stage.town.at(path)).await;
            assert_eq!(reply.status, status);
            assert_eq!(lang(&reply), locale.code(), "{path}");
            assert!(reply.text().contains(t.say(key)), "{path} {locale}");
        }
        let posted = stage.town.at("rounds/new");
        let reply = elected.post(&posted, &[("title", "x")]).await;
        assert_eq!(
            (reply.status, lang(&reply)),
            (StatusCode::FORBIDDEN, locale.to_string())
        );
        let headers = [("sec-fetch-site", "cross-site")];
        let reply = elected.raw(Method::POST, &posted, &headers, vec![]).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn the_switch_leads_back_to_the_page_with_its_question_and_to_no_other_site() {
    let stage = Stage::planted().await;
    let path = stage.of_round("documents?show=unreviewed");
    let page = stage.town.guest.page(&path).await;
    let switch = html::forms(&page, &path);
    let switch = switch
        .iter()
        .find(|form| form.action == "/language")
        .unwrap();
    let back = switch
        .fields
        .iter()
        .find(|it| it.name == "return_to")
        .unwrap();
    assert_eq!(back.value.as_deref(), Some(path.as_str()));
    for (to, leads) in [
        (path.as_str(), path.as_str()),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\r\nset-cookie: a=b", "/"),
        ("", "/"),
    ] {
        let chosen = [("language", "en"), ("return_to", to)];
        let reply = stage.town.guest.post("/language", &chosen).await;
        assert_eq!(
            (reply.status, reply.location.as_str()),
            (StatusCode::SEE_OTHER, leads),
            "{to}"
        );
    }
    // A language that is not spoken changes nothing.
    let chosen = [("language", "xx"), ("return_to", "/")];
    stage.town.guest.post("/language", &chosen).await;
    assert_eq!(lang(&stage.town.guest.get(&path).await), "en");
}

#[tokio::test]
async fn each_language_is_offered_in_its_own_name_and_marked_as_such() {
    let stage = Stage::empty().await;
    for locale in Locale::ALL {
        stage.town.guest.speak(locale).await;
        let page = stage.town.guest.page(&stage.town.at("")).await;
        let switch = page.split("class=\"languages\"").nth(1).unwrap();
        let switch = switch.split("</form>").next().unwrap();
        for other in Locale::ALL {
            let button = html::tags(switch).find(|tag| tag.is("value", other.code()));
            let button = button.unwrap();
            assert!(button.is("lang", other.code()), "{other}");
            assert_eq!(button.after.trim(), other.own_name());
            assert_eq!(button.is("aria-current", "true"), other == locale);
        }
    }
}

#[tokio::test]
async fn the_same_fault_is_told_in_three_languages_at_the_same_field() {
    let stage = Stage::empty().await;
    let path = stage.town.at("rounds/new");
    let mut told = Vec::new();
    for locale in Locale::ALL {
        stage.town.guest.speak(locale).await;
        let t = Texts::new(locale);
        let typed = [
            ("title", ""),
            ("due_on", "huomenna"),
            ("framework", "luotsi"),
        ];
        let reply = stage.town.guest.post(&path, &typed).await;
        let label = t.say("assessment.round.title");
        let says = t.with("error.form.empty", &[("field", &label)]);
        assert_eq!(refused_at(&reply, "title"), says);
        assert!(refused_at(&reply, "due_on").contains(t.say("assessment.round.due")));
        // The browser's own words come first in the title of the tab: that something is wrong.
        assert!(reply.text().contains(t.say("kit.error-summary")));
        told.push(says);
    }
    told.dedup();
    assert_eq!(told.len(), 3, "{told:?}");
}
