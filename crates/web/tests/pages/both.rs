//! Two people at one form: who was first is named, nothing of either is lost, and saving again is a
//! choice.

use axum::http::{Method, StatusCode};
use domain::Locale;
use domain::identity::Role;
use i18n::Texts;

use crate::html::{self, Control, Form};
use crate::scene::Scene;
use crate::stage::{Stage, say};
use crate::visit::{Guest, Reply, Sent};

const FIRST: &str = "Ensimmäisen teksti";
const SECOND: &str = "Toisen teksti";

/// Fields of text that want a number, a length of time or an amount.
const NUMBERS: &[&str] = &["tolerance", "fallback_hours", "rto", "rpo", "promise"];

/// Fields into which somebody types words.
fn typed(form: &Form) -> Vec<&str> {
    let words = form.fields.iter().filter(|field| {
        let is_words = matches!(field.control, Control::Typed("text" | "textarea"));
        let name = field.name.as_str();
        let is_number = ["_low", "_high", "_worst", "_tolerance"];
        is_words && !NUMBERS.contains(&name) && !is_number.iter().any(|it| name.ends_with(it))
    });
    words.map(|field| field.name.as_str()).collect()
}

/// The form of a page that saves over what was seen.
fn editing(html: &str, path: &str) -> Option<Form> {
    let is_seen = |form: &Form| {
        let is_old = |value: &String| !value.is_empty() && value != "0";
        let mut revisions = form
            .fields
            .iter()
            .filter(|it| it.name.starts_with("revision"));
        revisions.any(|it| it.value.as_ref().is_some_and(is_old))
    };
    let mut forms = html::forms(html, path).into_iter();
    forms.find(|form| form.is_post && !form.is_upload && is_seen(form) && !typed(form).is_empty())
}

/// The form with this text as its first words, and everything else as the page had it.
fn saying(form: &Form, word: &str) -> Sent {
    let first = typed(form)[0].to_owned();
    let saves = |it: &html::Field| it.name == "do" && it.value.as_deref() == Some("save");
    let pressed: &[(&str, &str)] = if form.fields.iter().any(saves) {
        &[("do", "save")]
    } else {
        &[]
    };
    let mut fields = html::filled(form, &|_| String::new(), pressed);
    for (name, value) in &mut fields {
        if *name == first {
            *value = word.to_owned();
        }
    }
    // A survey does not close on a day that is over.
    for (_, value) in fields.iter_mut().filter(|(name, _)| name == "closes_on") {
        "2027-05-31".clone_into(value);
    }
    Sent::Fields(fields)
}

/// Every page on which something stored is edited, one of each kind.
async fn editors(scene: &Scene) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for (route, path) in &scene.found.opened {
        let html = scene.town.guest.get(path).await.text();
        if html.starts_with("<!") && editing(&html, path).is_some() {
            found.push((*route, path.clone()));
        }
    }
    found
}

async fn send(guest: &Guest, form: &Form, word: &str) -> Reply {
    guest
        .send(Method::POST, &form.action, &saying(form, word))
        .await
}

/// Forms of what organisations share: each has a log of its own, in which the other's change is not.
const SHARED: &[&str] = &["/{org}/programmes/{programme}/edit"];

/// What is wrong with the page that shows both versions.
fn conflict_faults(reply: &Reply, t: Texts, who: &str) -> Vec<String> {
    let text = reply.text();
    let words = html::words(&text);
    let mut wrong = Vec::new();
    if reply.status != StatusCode::CONFLICT {
        wrong.push(format!("{} {:?}", reply.status, html::errors(&text)));
    }
    for part in [FIRST, SECOND, who, t.say("kit.conflict-title")] {
        if !words.contains(part) {
            wrong.push(format!("does not say {part}"));
        }
    }
    wrong.extend(crate::structure::faults(&text));
    wrong
}

/// What the second reads of the first.
fn who(route: &str, t: Texts, name: &str) -> String {
    if SHARED.contains(&route) {
        return t.say("kit.conflict-text").to_owned();
    }
    let now: jiff::Timestamp = testkit::NOW.parse().unwrap();
    t.with(
        "kit.conflict-by",
        &[("name", &name), ("at", &t.datetime(now))],
    )
}

/// Two people open one form; says what was wrong with what became of it.
async fn meet(own: &Guest, first: &Guest, (path, t): (&str, Texts), who: &str) -> Vec<String> {
    // Other pages show what was saved before: each form has texts of its own.
    let (one, two) = (format!("{FIRST} {path}"), format!("{SECOND} {path}"));
    let form = editing(&own.get(path).await.text(), path).unwrap();
    let html = first.get(path).await.text();
    let Some(theirs) = editing(&html, path) else {
        return vec!["the other has no such form".to_owned()];
    };
    let saved = send(first, &theirs, &one).await;
    if saved.status != StatusCode::SEE_OTHER {
        let errors = html::errors(&saved.text());
        return vec![format!(
            "the first is not saved: {} {errors:?}",
            saved.status
        )];
    }
    let late = send(own, &form, &two).await;
    let mut wrong = conflict_faults(&late, t, who);
    let now = own.get(path).await.text();
    if now.contains(&two) || !now.contains(&one) {
        wrong.push("the first text is not what is stored".to_owned());
    }
    let Some(shown) = editing(&late.text(), path) else {
        wrong.push("nothing can be saved from the page with both".to_owned());
        return wrong;
    };
    let fields = format!("{:?}", shown.fields);
    if !fields.contains(&two) {
        wrong.push("what the second typed is not in the form".to_owned());
    }
    let again = send(own, &shown, &two).await;
    if again.status != StatusCode::SEE_OTHER || again.is_refused() {
        wrong.push(format!("saving again: {}", again.status));
    }
    wrong
}

#[tokio::test]
async fn whoever_is_second_reads_who_was_first_and_when_and_then_chooses() {
    let scene = Scene::new().await;
    let first = scene
        .site
        .person("Enni Ensin", &scene.town.org, &[Role::Coordinator])
        .await;
    let editors = editors(&scene).await;
    assert!(editors.len() >= 14, "{}", editors.len());
    let (own, mut wrong) = (&scene.town.guest, Vec::new());
    for (at, (route, path)) in editors.iter().enumerate() {
        // Each form in one language is each language in a third of the forms.
        let locale = Locale::ALL[at % Locale::ALL.len()];
        own.speak(locale).await;
        let t = Texts::new(locale);
        let told = who(route, t, &first.name);
        let found = meet(own, &first, (path, t), &told).await;
        wrong.extend(found.iter().map(|it| format!("{path} {locale}: {it}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn whoever_changed_their_own_text_in_another_window_is_told_so_and_what_differs() {
    let stage = Stage::whole().await;
    let own = &stage.town.guest;
    for path in [
        stage.of_round("edit"),
        stage.of_round("workspace/leadership/leadership-policy"),
        stage.town.at("measures/training"),
    ] {
        let form = editing(&own.page(&path).await, &path).unwrap();
        assert_eq!(send(own, &form, FIRST).await.status, StatusCode::SEE_OTHER);
        let late = send(own, &form, SECOND).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{path}");
        let told = say("kit.conflict-own").split('{').next().unwrap();
        assert!(late.text().contains(told), "{path}");
        assert!(late.text().contains(say("kit.differs")), "{path}");
        // The same words sent twice differ in nothing.
        let same = send(own, &form, FIRST).await;
        assert_eq!(same.status, StatusCode::CONFLICT, "{path}");
        assert!(!same.text().contains("conflict__row"), "{path}");
    }
}

/// Going back in the browser and saving again, or two presses that are not seen as one.
#[tokio::test]
async fn the_form_of_a_new_one_sent_twice_makes_one_thing() {
    let scene = Scene::new().await;
    let guest = &scene.town.guest;
    let t = Texts::new(Locale::Fi);
    let (mut wrong, mut made) = (Vec::new(), 0_u128);
    for (route, form) in &scene.found.forms {
        if !form.fields.iter().any(|field| field.name == "new-id") {
            continue;
        }
        let value = |name: &str| match name {
            "until" | "due_on" | "ends_on" => "2027-06-01".to_owned(),
            name if name == "on" || name.ends_with("_on") => "2027-05-10".to_owned(),
            "euros" | "cost" | "people" | "promise" => "12".to_owned(),
            _ => "Uusi 1".to_owned(),
        };
        // What the scene has planted was sent with the form that it found: this is another one.
        let fresh = uuid::Uuid::from_u128(0xbeef + made).to_string();
        let sent = Sent::Fields(html::filled(form, &value, &[("new-id", &fresh)]));
        let first = guest.send(Method::POST, &form.action, &sent).await;
        if first.status != StatusCode::SEE_OTHER {
            continue;
        }
        made += 1;
        let again = guest.send(Method::POST, &form.action, &sent).await;
        let is_told = html::words(&again.text()).contains(t.say("kit.sent-before"));
        if again.status != StatusCode::CONFLICT || !is_told {
            wrong.push(format!("{route}: {} {is_told}", again.status));
        }
    }
    assert!(made >= 6, "{made}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
