//! Every form, field by field: what must be filled in, what is too long, what is no number, no day and
//! none of the choices, and that what is stored can be saved as it is shown.

use app::assessment::{self, Judging, RoundFacts};
use app::form::{Control, FieldView, Form, Sheet, Typed, checked, shown};
use app::interview::Notes;
use app::leadership::{SummaryText, SummaryWords};
use app::measure::Planning;
use app::risk::RunRequest;
use app::service::{AtStep, NodeEdit, Step};
use app::survey::NewLetters;
use app::{OrgCx, document, handbook, identity, interview, measure, service, threat};
use domain::identity::Role;
use domain::risk::{Appetite, LossLimit};
use domain::survey::Level;
use domain::training::Rhythm;
use domain::{Locale, ThreatId};
use domain::{Marked, Marking};
use testkit::TestApp;

use crate::at::{a_finding, a_session, an_action};
use crate::table::{At, judged};

type Check = Box<dyn Fn(&OrgCx, &Typed) -> Sheet>;

/// A form with what is stored in it.
struct Desk {
    name: &'static str,
    check: Check,
    show: Box<dyn Fn(&OrgCx) -> Sheet>,
}

fn desk<F>(name: &'static str, with: F::With, stored: F) -> Desk
where
    F: Form + Clone + 'static,
    F::With: Clone + 'static,
{
    let (with_too, stored_too) = (with.clone(), stored.clone());
    Desk {
        name,
        check: Box::new(move |cx, typed| checked(cx, &with, Some(&stored), typed).1),
        show: Box::new(move |cx| shown(cx, &with_too, Some(&stored_too))),
    }
}

fn judging() -> Judging {
    Judging {
        judgement: judged(Level::No, 1),
        goes_on: false,
    }
}

fn words() -> SummaryText {
    SummaryText {
        words: Marked::new(
            SummaryWords {
                situation: "Tilanne.".to_owned(),
                next_steps: "Seuraavaksi.".to_owned(),
            },
            Marking::PUBLIC,
        ),
        revision: 1,
    }
}

fn letters() -> NewLetters {
    NewLetters {
        group: "Valtuusto".to_owned(),
        unnamed: 3,
        named: vec!["Maija Malli".to_owned()],
        is_file: false,
    }
}

fn limits() -> Appetite {
    let limit = |euros, of_hundred| LossLimit { euros, of_hundred };
    Appetite::ordered(vec![limit(10_000, 50), limit(1_000_000, 2)])
        .map(|limits| Appetite {
            limits,
            revision: 1,
        })
        .unwrap()
}

/// What is assessed.
async fn assessed(cx: &OrgCx, at: &At) -> Vec<Desk> {
    let framework = assessment::framework(cx, &content::framework().id)
        .await
        .unwrap();
    let theme = crate::spot().theme;
    let view = assessment::criterion(cx, at.round, &theme, &crate::criterion_id()).await;
    let facts = RoundFacts {
        new: None,
        revision: 1,
        ..at.facts.clone()
    };
    let list = document::checklist(cx, at.round).await.unwrap();
    let review = list.review(&at.review.document).unwrap();
    let round = assessment::round(cx, at.round).await.unwrap();
    let coded = interview::coded(cx, at.round, at.interview.id)
        .await
        .unwrap();
    let notes = Notes {
        text: "K: Miten?\n".to_owned(),
        revision: 1,
        codes_next: false,
    };
    vec![
        desk("round", Vec::new(), facts),
        desk("judgement", view.unwrap(), judging()),
        desk("finding", std::sync::Arc::clone(&framework), a_finding(cx)),
        desk("action", framework, an_action(cx)),
        desk("document", list, review),
        desk("interview", round, at.interview.clone()),
        desk("notes", (), notes),
        desk("passage", coded, at.passage.clone()),
        desk("survey", at.survey.clone(), at.survey.clone()),
        desk("letters", (), letters()),
        desk("summary", (), words()),
    ]
}

/// What is decided and shared.
async fn decided(cx: &OrgCx, at: &At) -> Vec<Desk> {
    let view = measure::measure(cx, &at.measure.id).await.unwrap();
    let planning = Planning { view: Some(view) };
    let threat = threat::threat(cx, &ThreatId::new("ransomware-own"))
        .await
        .unwrap();
    let ranges = threat.ranges();
    let member = identity::members(cx).await.unwrap().remove(0);
    let run = RunRequest {
        terms: 10_000,
        seed: 7,
    };
    let all = measure::measures(cx).await.unwrap();
    vec![
        desk("measure", planning, at.measure.clone()),
        desk("decision", all, at.decision.clone()),
        desk("acceptance", Vec::new(), at.acceptance.clone()),
        desk("appetite", (), limits()),
        desk("run", (), run),
        desk("threat", threat, ranges),
        desk("programme", (), at.programme.clone()),
        desk("member", (), identity::MemberRoles::of(member)),
        desk("invite", (), testkit::invite("a@b.fi", &[Role::Owner])),
        desk("session", (), a_session(cx)),
        desk("rhythm", (), Rhythm::Monthly),
    ]
}

/// A service, step by step.
async fn told(cx: &OrgCx, at: &At) -> Vec<Desk> {
    let register = service::register(cx).await.unwrap();
    let node = register.node(at.node.id).unwrap().clone();
    let steps = Step::OF_SERVICE.map(|step| {
        let register = std::sync::Arc::clone(&register);
        let stored = NodeEdit::from(node.clone());
        desk(step.code(), AtStep { step, register }, stored)
    });
    steps.into()
}

async fn every() -> (TestApp, OrgCx, Vec<Desk>) {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let at = At::planted(&test, &cx).await;
    let mut all = assessed(&cx, &at).await;
    all.extend(decided(&cx, &at).await);
    all.extend(told(&cx, &at).await);
    (test, cx, all)
}

/// Calls `each` with every field of every form in every language, and what stands in the form.
async fn walk(each: impl Fn(&OrgCx, &Desk, &FieldView, &Typed)) {
    let (_test, cx, all) = every().await;
    for locale in Locale::ALL {
        let cx = cx.in_language(locale);
        for desk in &all {
            let sheet = (desk.show)(&cx);
            for field in sheet.fields() {
                each(&cx, desk, field, &sheet.values);
            }
        }
    }
}

/// What is said at the field when this is typed into it.
fn said(cx: &OrgCx, desk: &Desk, (field, stands): (&FieldView, &Typed), typed: &str) -> String {
    let sheet = (desk.check)(cx, &stands.clone().with(&field.name, typed));
    let found = sheet.problem(&field.name).to_owned();
    assert!(!found.contains(['{', '}']), "{}: {found}", desk.name);
    found
}

#[tokio::test]
async fn what_is_stored_can_be_saved_as_it_is_shown_in_every_language() {
    let (_test, cx, all) = every().await;
    for locale in Locale::ALL {
        let cx = cx.in_language(locale);
        for desk in &all {
            let shown = (desk.show)(&cx);
            let sent = (desk.check)(&cx, &shown.values);
            let name = desk.name;
            assert!(sent.problems.is_empty(), "{name}: {:?}", sent.problems);
            assert_eq!(sent.values, shown.values, "{name} in {locale}");
            assert!(
                sent.differences(cx.texts(), &shown)
                    .iter()
                    .all(|it| !it.differs())
            );
        }
    }
}

#[tokio::test]
async fn a_required_field_left_empty_is_named_and_an_optional_one_is_not() {
    walk(|cx, desk, field, stands| {
        let told = said(cx, desk, (field, stands), "");
        let at = format!("{} {}: {told}", desk.name, field.name);
        if field.is_required && field.control != Control::Hidden {
            assert!(!told.is_empty(), "{at}");
        } else {
            let t = cx.texts();
            assert!(!told.contains(t.say("error.form.choose")), "{at}");
        }
        if field.is_required && matches!(field.control, Control::Line { .. } | Control::Area { .. })
        {
            let blank = said(cx, desk, (field, stands), " \t\u{7}\u{1b}\r\n ");
            assert!(!blank.is_empty(), "{at}: nothing that can be seen is empty");
        }
    })
    .await;
}

#[tokio::test]
async fn no_text_is_longer_than_its_field_and_the_message_says_by_how_much() {
    let transcript = "ä".repeat(domain::text::TRANSCRIPT + 1);
    let paragraph = "ä".repeat(10_000);
    walk(|cx, desk, field, stands| {
        let is_text = matches!(field.control, Control::Line { .. } | Control::Area { .. });
        if !is_text || cx.locale() != Locale::Sv {
            return;
        }
        let is_long = ["notes", "people"].contains(&field.name.as_str());
        let typed = if is_long { &transcript } else { &paragraph };
        let told = said(cx, desk, (field, stands), typed);
        assert!(!told.is_empty(), "{} {}", desk.name, field.name);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_number_is_told_at_its_field() {
    let wrong = [
        "paljon",
        "1,2,3",
        "--1",
        "1e999",
        "NaN",
        "0x10",
        "-9223372036854775808",
        "99999999999999999999999",
    ];
    walk(|cx, desk, field, stands| {
        if !matches!(field.control, Control::Number { .. }) {
            return;
        }
        for typed in wrong {
            // A number too large may be told where the two ends of a range are compared.
            let sheet = (desk.check)(cx, &stands.clone().with(&field.name, typed));
            let is_told = !sheet.problems.is_empty();
            assert!(is_told, "{} {}: {typed}", desk.name, field.name);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_day_is_told_at_its_field() {
    let wrong = [
        "eilen",
        "31.2.2027",
        "2027-02-31",
        "5.2027",
        "1.1.27",
        // What a browser sends when the year was typed with two digits.
        "0027-05-03",
        "1.1.99999",
    ];
    walk(|cx, desk, field, stands| {
        if field.control != Control::Date {
            return;
        }
        for typed in wrong {
            let told = said(cx, desk, (field, stands), typed);
            assert!(!told.is_empty(), "{} {}: {typed}", desk.name, field.name);
        }
    })
    .await;
}

#[tokio::test]
async fn a_day_is_read_as_finns_type_it_and_as_browsers_send_it() {
    walk(|cx, desk, field, stands| {
        if field.control != Control::Date {
            return;
        }
        let day = stands.text(&field.name).to_owned();
        let Ok(date) = day.parse::<jiff::civil::Date>() else {
            return;
        };
        let finnish = format!(" {}.{}.{} ", date.day(), date.month(), date.year());
        let read = (desk.check)(cx, &stands.clone().with(&field.name, &finnish));
        let plain = read.field(&field.name).unwrap().plain.clone();
        assert_eq!(plain, [day], "{} {}", desk.name, field.name);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_offered_is_never_taken() {
    walk(|cx, desk, field, stands| {
        let sent = stands.clone().with(&field.name, "no-such-choice");
        let sheet = (desk.check)(cx, &sent);
        let at = format!("{} {}", desk.name, field.name);
        match &field.control {
            Control::Select { .. } | Control::Radios { .. } => {
                assert!(!sheet.problem(&field.name).is_empty(), "{at}");
            }
            Control::Boxes { .. } | Control::Many { .. } => {
                let kept = &sheet.field(&field.name).unwrap().plain;
                let is_told = !sheet.problem(&field.name).is_empty();
                assert!(
                    is_told || kept.iter().all(|code| code != "no-such-choice"),
                    "{at}"
                );
            }
            _ => {}
        }
    })
    .await;
}

#[tokio::test]
async fn every_label_hint_and_choice_has_words_in_every_language() {
    walk(|_cx, desk, field, _stands| {
        if field.control == Control::Hidden {
            return;
        }
        let at = format!("{} {}", desk.name, field.name);
        assert!(!field.label.trim().is_empty(), "{at}");
        let offers = match &field.control {
            Control::Select { offers, .. }
            | Control::Radios { offers, .. }
            | Control::Boxes { offers }
            | Control::Many { offers, .. } => offers.as_slice(),
            _ => &[],
        };
        for offer in offers {
            assert!(!offer.label.trim().is_empty(), "{at} {}", offer.code);
            assert!(!offer.label.contains(['{', '}']), "{at}: {}", offer.label);
        }
    })
    .await;
}

#[tokio::test]
async fn a_control_character_and_a_line_break_never_reach_a_line() {
    walk(|cx, desk, field, stands| {
        let Control::Line { kind: "text", .. } = field.control else {
            return;
        };
        let typed = "Yksi\r\nkaksi\u{0}\u{8}kolme";
        let sheet = (desk.check)(cx, &stands.clone().with(&field.name, typed));
        if sheet.problem(&field.name).is_empty() {
            let kept = sheet.field(&field.name).unwrap().plain.concat();
            let is_clean = kept.chars().all(|c| !c.is_control());
            assert!(is_clean, "{} {}: {kept:?}", desk.name, field.name);
        }
    })
    .await;
}

/// Fails unless the form of a part can be saved as it is shown, and names what is left empty.
async fn keeps_its_promises(cx: &OrgCx, key: &str) {
    let (was, with) = handbook::edit(cx, &key.parse().unwrap()).await.unwrap();
    let stands = shown(cx, &with, Some(&was));
    let again = checked(cx, &with, Some(&was), &stands.values).1;
    assert!(again.problems.is_empty(), "{key}: {:?}", again.problems);
    for field in stands.fields().iter().filter(|it| it.is_required) {
        let empty = stands.values.clone().with(&field.name, "");
        let told = checked(cx, &with, Some(&was), &empty).1;
        let is_told = !told.problem(&field.name).is_empty();
        assert!(is_told, "{key} {}", field.name);
    }
}

#[tokio::test]
async fn the_handbooks_forms_hold_the_same_promises() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    for locale in Locale::ALL {
        for key in ["card:role", "chapter:role"] {
            keeps_its_promises(&cx.in_language(locale), key).await;
        }
    }
}
