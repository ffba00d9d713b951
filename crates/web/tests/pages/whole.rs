//! Every page and every form of the product, as everybody who may use them meets them.

use std::collections::BTreeSet;
use std::path::Path;

use axum::http::{Method, StatusCode};
use domain::Locale;
use domain::identity::{Role, any_may};
use web::{Access, FEATURES, Route};

use crate::html::{self, Control, Field, Form};
use crate::scene::Scene;
use crate::structure;
use crate::visit::{Guest, Sent};

/// The first words of message keys.
fn sections() -> BTreeSet<&'static str> {
    let toml = include_str!("../../../../locales/fi.toml");
    let heads = toml.lines().filter_map(|line| line.strip_prefix('['));
    heads
        .filter_map(|head| head.split(['.', ']']).next())
        .collect()
}

/// What is wrong with a page: headings, title, language, a key in the place of its text.
fn faults(html: &str, locale: Locale, sections: &BTreeSet<&str>) -> Vec<String> {
    let mut wrong = Vec::new();
    let headings = html.matches("<h1").count();
    if headings != 1 {
        wrong.push(format!("{headings} headings of the first level"));
    }
    let title = html
        .split("<title>")
        .nth(1)
        .and_then(|it| it.split("</title>").next());
    if title.is_none_or(|title| title.trim().is_empty()) {
        wrong.push("no title".to_owned());
    }
    if !html.contains(&format!("<html lang=\"{locale}\"")) {
        wrong.push(format!("not in {locale}"));
    }
    let words = html::words(html);
    for word in words.split(' ').filter(|word| word.contains('.')) {
        let (section, rest) = word.split_once('.').unwrap_or_default();
        let is_key = rest.starts_with(|it: char| it.is_ascii_lowercase()) && rest.len() > 3;
        if sections.contains(section) && is_key {
            wrong.push(format!("shows the key {word}"));
        }
    }
    for id in html
        .split(" id=\"")
        .skip(1)
        .filter_map(|it| it.split('"').next())
    {
        if html.matches(&format!(" id=\"{id}\"")).count() > 1 {
            wrong.push(format!("the id {id} is there twice"));
        }
    }
    wrong.sort();
    wrong.dedup();
    wrong
}

/// Pages that are no pages of the product's frame: what respondents see, and sheets to be printed.
const OTHER_FRAME: &[&str] = &[
    "/survey/{link}",
    "/{org}/surveys/{survey}/preview",
    "/{org}/surveys/{survey}/poster",
];

/// What is wrong with the pages that somebody of this role may open, in one language.
async fn read_all(
    guest: &Guest,
    (role, locale): (Role, Locale),
    pages: &[(&Route, String)],
) -> Vec<String> {
    let sections = sections();
    guest.speak(locale).await;
    let mut wrong = Vec::new();
    for (route, path) in pages {
        let may = matches!(route.access, Access::Member(right) if any_may(&[role], right));
        if !may || OTHER_FRAME.contains(&route.path) {
            continue;
        }
        let reply = guest.get(path).await;
        // An open round has no results yet for those who only read them, and a file that waits is
        // shown to whoever brought it.
        let is_kept = role != Role::Coordinator || route.path.starts_with("/{org}/imports/");
        if reply.status == StatusCode::NOT_FOUND && is_kept {
            continue;
        }
        let mut found = faults(&reply.text(), locale, &sections);
        found.extend(structure::faults(&reply.text()));
        if reply.status != StatusCode::OK {
            found.push(format!("{} {}", reply.status, reply.location));
        }
        let found = found.into_iter();
        wrong.extend(found.map(|it| format!("{} {locale} {path}: {it}", role.code())));
    }
    wrong
}

#[tokio::test]
async fn every_page_is_whole_for_every_role_in_every_language() {
    let scene = Scene::new().await;
    let pages = scene.pages().await;
    assert!(pages.len() > 70, "{} pages", pages.len());
    let mut wrong = Vec::new();
    for role in Role::ALL {
        let name = format!("katsoja {}", role.code());
        let guest = scene.site.person(&name, &scene.town.org, &[*role]).await;
        for locale in Locale::ALL {
            wrong.extend(read_all(&guest, (*role, locale), &pages).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_page_with_a_key_a_second_heading_or_another_language_is_found() {
    let sections = BTreeSet::from(["survey", "common"]);
    let page = |lang: &str, inside: &str| {
        format!("<!doctype html><html lang=\"{lang}\"><title>T</title><h1>O</h1>{inside}</html>")
    };
    assert!(
        faults(
            &page("fi", "<p>Tämä on survey.fi</p>"),
            Locale::Fi,
            &sections
        )
        .is_empty()
    );
    assert_eq!(
        faults(
            &page("sv", "<p>survey.title</p><h1>x</h1>"),
            Locale::Fi,
            &sections
        ),
        [
            "2 headings of the first level",
            "not in fi",
            "shows the key survey.title"
        ]
    );
    let twice = page("fi", "<p id=\"a\"></p><p id=\"a\"></p>");
    assert_eq!(
        faults(&twice, Locale::Fi, &sections),
        ["the id a is there twice"]
    );
}

#[test]
fn every_feature_has_tests_of_its_pages() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    for feature in FEATURES {
        let file = format!("{}.rs", feature.name);
        let has_tests = tests.join(&file).exists() || tests.join("flow").join(&file).exists();
        assert!(has_tests, "no tests/pages/{file}");
    }
}

/// The fields that somebody types words into.
fn typed(form: &Form) -> Vec<&str> {
    let words = form.fields.iter().filter(|field| {
        matches!(field.control, Control::Typed("text" | "textarea"))
            && !NUMBERS.contains(&field.name.as_str())
    });
    words.map(|field| field.name.as_str()).collect()
}

/// Fields of text that want a number or a length of time.
const NUMBERS: &[&str] = &[
    "tolerance",
    "rto",
    "rpo",
    "season_tolerance",
    "fallback_hours",
    "promise",
    "often_low",
    "often_high",
    "days_low",
    "days_high",
    "days_worst",
    "euros_low",
    "euros_high",
    "euros_worst",
];

/// A form with this word in every field of words, and everything else as the page had it.
fn saying(form: &Form, word: &str) -> Sent {
    let words = typed(form);
    let say = |name: &str| match name {
        "tolerance" | "fallback_hours" => "8".to_owned(),
        "rto" | "rpo" => "4".to_owned(),
        name if NUMBERS.contains(&name) => String::new(),
        _ => word.to_owned(),
    };
    // Of the buttons the one that saves is pressed, and a last day is not over yet.
    let saves = |it: &&Field| it.name == "do" && it.value.as_deref() == Some("save");
    let has = |name: &str| form.fields.iter().any(|it| it.name == name);
    let mut chosen = Vec::new();
    if form.fields.iter().any(|it| saves(&it)) {
        chosen.push(("do", "save"));
    }
    if has("closes_on") {
        chosen.push(("closes_on", "2027-05-31"));
    }
    let mut fields = html::filled(form, &say, &chosen);
    for (name, value) in &mut fields {
        if words.contains(&name.as_str()) {
            *value = word.to_owned();
        }
    }
    Sent::Fields(fields)
}

/// Forms that save what is edited, by the pattern that they post to, read again from their pages.
async fn edits(scene: &Scene) -> Vec<(&'static str, String)> {
    let mut pages = Vec::new();
    for (route, path) in &scene.found.opened {
        let html = scene.town.guest.get(path).await.text();
        if !html.starts_with("<!") {
            continue;
        }
        for form in html::forms(&html, path) {
            let has_revision = form.fields.iter().any(|field| {
                field.name == "revision"
                    && field
                        .value
                        .as_deref()
                        .is_some_and(|it| it != "0" && !it.is_empty())
            });
            if form.is_post && has_revision && !typed(&form).is_empty() {
                pages.push((*route, path.clone()));
                break;
            }
        }
    }
    pages
}

async fn edit_form(guest: &Guest, path: &str) -> Form {
    let html = guest.page(path).await;
    let forms = html::forms(&html, path).into_iter();
    let mut forms = forms.filter(|form| form.is_post && !typed(form).is_empty());
    forms
        .find(|form| form.fields.iter().any(|it| it.name.starts_with("revision")))
        .unwrap()
}

#[tokio::test]
async fn whoever_saves_second_sees_both_versions_and_changes_nothing() {
    let scene = Scene::new().await;
    let pages = edits(&scene).await;
    assert!(pages.len() >= 12, "{pages:?}");
    let guest = &scene.town.guest;
    let mut wrong = Vec::new();
    for (route, path) in pages {
        let form = edit_form(guest, &path).await;
        let first = guest
            .send(Method::POST, &form.action, &saying(&form, "Ensimmäinen"))
            .await;
        if first.status != StatusCode::SEE_OTHER {
            let errors = html::errors(&first.text());
            wrong.push(format!(
                "{route}: the first save {} {errors:?}",
                first.status
            ));
            continue;
        }
        let second = guest
            .send(Method::POST, &form.action, &saying(&form, "Jälkimmäinen"))
            .await;
        let (text, is_conflict) = (second.text(), second.status == StatusCode::CONFLICT);
        let shows_both = text.contains("Ensimmäinen") && text.contains("Jälkimmäinen");
        if !is_conflict || !shows_both {
            let (status, place) = (second.status, second.location);
            wrong.push(format!(
                "{route}: the second save {status} {place}, both: {shows_both}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn an_empty_form_says_at_its_fields_what_is_missing() {
    let scene = Scene::new().await;
    let guest = &scene.town.guest;
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (route, form) in &scene.found.forms {
        let required = form
            .fields
            .iter()
            .filter(|field| field.is_required && matches!(field.control, Control::Typed(_)));
        if form.is_upload || required.count() == 0 {
            continue;
        }
        tried += 1;
        let kept = form
            .fields
            .iter()
            .filter(|field| matches!(field.control, Control::Hidden));
        let kept = kept.filter_map(|field| Some((field.name.clone(), field.value.clone()?)));
        let reply = guest
            .send(Method::POST, &form.action, &Sent::Fields(kept.collect()))
            .await;
        let errors = html::errors(&reply.text());
        let is_at_a_field = errors.iter().any(|(name, says)| {
            !says.is_empty() && form.fields.iter().any(|field| field.name == *name)
        });
        if reply.status != StatusCode::UNPROCESSABLE_ENTITY || !is_at_a_field {
            wrong.push(format!("{route}: {} {errors:?}", reply.status));
        }
    }
    assert!(tried >= 12, "{tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
