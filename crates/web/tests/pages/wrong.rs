//! Forms that must be corrected: every one, in three languages. What is wrong stands at its field and
//! above the form, what was typed stays, and nothing is stored.

use axum::http::{Method, StatusCode};
use domain::Locale;
use i18n::Texts;

use crate::html::{self, Control, Field, Form, tags};
use crate::scene::Scene;
use crate::structure;
use crate::visit::{Reply, Sent};

/// Forms whose fields are not asked one by one: a button decides on a text, a finished interview is
/// frozen.
const OTHERS: &[&str] = &[
    "/{org}/surveys/{survey}/texts",
    "/{org}/rounds/{round}/interviews/{interview}",
];

/// Lists from which one more can be added to what is chosen: what is not offered adds nothing.
const ADDING: &[&str] = &["criteria"];

/// More than any field of the product takes.
fn too_long() -> String {
    "Pitkä teksti. ".repeat(20_000)
}

/// A form of which one field is filled wrongly, and everything else as somebody would.
fn with(form: &Form, name: &str, value: &str) -> Vec<(String, String)> {
    html::filled(form, &|name| format!("Hyvin {name}"), &[(name, value)])
}

/// What a field takes for no value of its own kind.
fn unfit(field: &Field) -> Option<&'static str> {
    match field.control {
        Control::Typed("date") => Some("31.2.2027"),
        Control::Typed("email") => Some("ei osoite"),
        Control::Typed("number") => Some("monta <b>"),
        Control::OneOf => Some("no-such-choice"),
        _ => None,
    }
}

/// Whether what was typed still stands in the field of the page.
fn keeps(page: &str, action: &str, name: &str, value: &str) -> bool {
    let forms = html::forms(page, action);
    let mut fields = forms.iter().flat_map(|form| &form.fields);
    fields.any(|it| it.name == name && it.value.as_deref().is_some_and(|kept| kept == value))
}

/// What is wrong with the way in which a page tells of an error at a field.
fn untold(page: &str, name: &str) -> Vec<String> {
    let (mut wrong, id) = (Vec::new(), format!("{name}-error"));
    let is_field = |tag: &html::Tag<'_>| {
        let described = tag.get("aria-describedby").unwrap_or_default();
        described.split(' ').any(|it| it == id)
    };
    if !tags(page).any(|tag| is_field(&tag)) {
        wrong.push(format!("no field is described by {id}"));
    }
    let summary = page.split("error-summary").nth(1).unwrap_or_default();
    let summary = summary.split("</div>").next().unwrap_or_default();
    if !summary.contains(&format!("href=\"#{name}\"")) {
        wrong.push(format!("the summary does not lead to {name}"));
    }
    wrong.extend(structure::faults(page));
    wrong
}

/// Sends a form with one field that cannot be taken; what is wrong with the answer.
async fn refuse(scene: &Scene, form: &Form, (name, value): (&str, &str)) -> Vec<String> {
    let sent = Sent::Fields(with(form, name, value));
    let reply = scene
        .town
        .guest
        .send(Method::POST, &form.action, &sent)
        .await;
    if reply.status != StatusCode::UNPROCESSABLE_ENTITY {
        return vec![format!("{name}: {} {}", reply.status, reply.location)];
    }
    let page = reply.text();
    let mut wrong = Vec::new();
    let errors = html::errors(&page);
    if errors.iter().all(|(field, _)| field != name) {
        wrong.push(format!("nothing is said at {name}: {errors:?}"));
        return wrong;
    }
    wrong.extend(untold(&page, name));
    wrong
}

#[tokio::test]
async fn a_date_a_number_an_address_and_a_choice_that_cannot_be_are_refused_at_their_fields() {
    let scene = Scene::new().await;
    let forms = scene.forms_now().await;
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (route, form) in &forms {
        let chosen = choose_nothing(&scene, form).await;
        wrong.extend(chosen.iter().map(|it| format!("{route}: {it}")));
        let fields = form
            .fields
            .iter()
            .filter(|it| matches!(it.control, Control::Typed(_)));
        for (field, value) in fields.filter_map(|it| Some((it, unfit(it)?))) {
            tried += 1;
            let mut found = refuse(&scene, form, (&field.name, value)).await;
            let sent = Sent::Fields(with(form, &field.name, value));
            let guest = &scene.town.guest;
            let reply = guest.send(Method::POST, &form.action, &sent).await;
            let is_kept = keeps(&reply.text(), &form.action, &field.name, value);
            let lost = found.is_empty() && !is_kept;
            found.extend(lost.then(|| format!("{} does not keep {value}", field.name)));
            wrong.extend(found.iter().map(|it| format!("{route}: {it}")));
        }
    }
    assert!(tried >= 30, "{tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A choice that is not offered is stored nowhere and is no failure; what was wrong.
async fn choose_nothing(scene: &Scene, form: &Form) -> Vec<String> {
    let mut wrong = Vec::new();
    let choices = form.fields.iter().filter(|it| it.control == Control::OneOf);
    for field in choices.filter(|it| !ADDING.contains(&it.name.as_str())) {
        let sent = Sent::Fields(with(form, &field.name, "no-such-choice"));
        let guest = &scene.town.guest;
        let reply = guest.send(Method::POST, &form.action, &sent).await;
        let is_kept = reply.status == StatusCode::SEE_OTHER && !reply.is_refused();
        if is_kept || reply.status.is_server_error() {
            let (status, place) = (reply.status, &reply.location);
            wrong.push(format!(
                "{} took no-such-choice: {status} {place}",
                field.name
            ));
        }
    }
    wrong
}

/// What a text of more than a field takes leads to.
fn long_faults(
    reply: &Reply,
    t: Texts,
    (name, others): (&str, &[(String, String)]),
) -> Vec<String> {
    let page = reply.text();
    let errors = html::errors(&page);
    if reply.status != StatusCode::UNPROCESSABLE_ENTITY {
        return vec![format!("{name}: {} {}", reply.status, reply.location)];
    }
    let at = errors.iter().find(|(field, _)| field == name);
    let Some((_, says)) = at else {
        return vec![format!("nothing is said at {name}: {errors:?}")];
    };
    let mut wrong = Vec::new();
    // The sentence names how many there are, in a number as it is written in the language.
    let length = t.number(i64::try_from(too_long().trim().chars().count()).unwrap());
    let is_counted = says.contains(&length) || says.contains("279999");
    if !is_counted {
        wrong.push(format!("{name} is not told how long it is: {says}"));
    }
    for (other, value) in others {
        if !keeps(&page, "", other, value) {
            wrong.push(format!("{other} lost {value:.20}"));
        }
    }
    wrong
}

#[tokio::test]
async fn a_text_that_is_too_long_is_refused_with_its_length_and_every_other_text_stays() {
    let scene = Scene::new().await;
    let long = too_long();
    let forms = scene.forms_now().await;
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (at, (route, form)) in forms.iter().enumerate() {
        if OTHERS.contains(route) {
            continue;
        }
        let words = form
            .fields
            .iter()
            .filter(|it| matches!(it.control, Control::Typed("text" | "textarea")));
        let names: Vec<&str> = words.map(|it| it.name.as_str()).collect();
        let Some(name) = names.first() else {
            continue;
        };
        tried += 1;
        let locale = Locale::ALL[at % Locale::ALL.len()];
        scene.town.guest.speak(locale).await;
        let sent = with(form, name, &long);
        let is_other =
            |(field, _): &&(String, String)| field != name && names.contains(&field.as_str());
        let others: Vec<(String, String)> = sent.iter().filter(is_other).cloned().collect();
        let sent = Sent::Fields(sent);
        let reply = scene
            .town
            .guest
            .send(Method::POST, &form.action, &sent)
            .await;
        let found = long_faults(&reply, Texts::new(locale), (name, &others));
        wrong.extend(found.iter().map(|it| format!("{route} {locale}: {it}")));
    }
    assert!(tried >= 14, "{tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_refused_is_told_in_the_language_of_the_reader_and_never_by_a_key() {
    let scene = Scene::new().await;
    let forms = scene.forms_now().await;
    let mut wrong = Vec::new();
    for (route, form) in &forms {
        let required = form.fields.iter().any(|it| it.is_required);
        if !required {
            continue;
        }
        let hidden = form
            .fields
            .iter()
            .filter(|it| it.control == Control::Hidden);
        let kept = hidden.filter_map(|it| Some((it.name.clone(), it.value.clone()?)));
        let sent = Sent::Fields(kept.collect());
        let mut told = Vec::new();
        for locale in Locale::ALL {
            scene.town.guest.speak(locale).await;
            let reply = scene
                .town
                .guest
                .send(Method::POST, &form.action, &sent)
                .await;
            let mut errors = html::errors(&reply.text());
            errors.retain(|(_, says)| !says.is_empty());
            let is_key = |says: &str| says.contains('⟦') || says.contains("error.");
            let is_wrong = errors.iter().any(|(_, says)| is_key(says));
            wrong.extend(is_wrong.then(|| format!("{route} {locale}: {errors:?}")));
            told.push(errors);
        }
        if told[0].is_empty() || told[0] == told[1] || told[1] == told[2] {
            wrong.push(format!("{route}: {told:?}"));
        }
        let fields =
            |all: &[(String, String)]| all.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
        if fields(&told[0]) != fields(&told[1]) || fields(&told[1]) != fields(&told[2]) {
            wrong.push(format!(
                "{route}: other fields in another language: {told:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
