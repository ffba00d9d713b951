//! The walk over the fields of a form: read, shown, described and compared from one declaration.

use app::form::{
    Control, Form, Part, Row, Setting, Typed, Walk, checked, choose, day, maybe, offers, paragraph,
    pick, prefilled, read, shown, tick, title, whole,
};
use app::{Error, OrgCx};
use domain::Locale;
use domain::Marking;
use domain::identity::Role;
use domain::text::Title;
use i18n::Texts;
use jiff::civil::{Date, date};
use testkit::TestApp;

/// Something with a field of each kind.
#[derive(Debug, Clone, PartialEq)]
struct Matter {
    title: Title,
    reason: String,
    euros: i64,
    begins: Option<Date>,
    ends: Option<Date>,
    colour: char,
    parts: Vec<u8>,
    is_urgent: bool,
    revision: i64,
}

impl Form for Matter {
    type With = Vec<u8>;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let colours = offers([('r', "red", "Punainen"), ('b', "blue", "Sininen")]);
        let parts = offers(f.with().iter().map(|n| (*n, *n, format!("Osa {n}"))));
        let until = day().until(f.today(), "risk.accept.error-day");
        let title = f.field("title", "common.name", title(), |it| it.title.clone());
        let reason = paragraph().or_empty();
        let reason = f.field("reason", "common.more", reason, |it| it.reason.clone());
        let euros = whole(0..=1_000_000).unit("€");
        let euros = f.field("euros", "risk.decision.euros", euros, |it| it.euros);
        let (begins, ends) = f.group("span", "risk.decision.follow", |f| {
            let begins = f.field("begins", "risk.accept.on", maybe(until), |it| it.begins);
            let ends = f.field("ends", "risk.accept.until", maybe(day()), |it| it.ends);
            (begins, ends)
        });
        let is_ordered = begins
            .flatten()
            .zip(ends.flatten())
            .is_none_or(|(a, b)| a < b);
        f.rule(&["ends", "begins"], "risk.accept.error-until", is_ordered);
        let colour = f.field("colour", "common.show", pick(colours), |it| it.colour);
        let parts = f.field("part", "common.all", choose(parts), |it| it.parts.clone());
        let is_urgent = f.field("urgent", "common.next", tick(), |it| it.is_urgent);
        let revision = f.revision(|it| it.revision);
        Some(Self {
            title: title?,
            reason: reason?,
            euros: euros?,
            begins: begins?,
            ends: ends?,
            colour: colour?,
            parts: parts?,
            is_urgent: is_urgent?,
            revision,
        })
    }
}

/// A list of which every line is a row of one form.
#[derive(Debug, Clone, PartialEq)]
struct Lines(Vec<(String, Row)>);

impl Form for Lines {
    type With = usize;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let rows: Vec<_> = (0..*f.with()).map(|n| line(f, n)).collect();
        let rows = rows.into_iter().map(|(text, row)| Some((text?, row)));
        rows.collect::<Option<_>>().map(Self)
    }
}

/// One row of the list.
fn line(f: &mut Walk<'_, Lines>, n: usize) -> (Option<String>, Row) {
    let revision = |it: &Lines| it.0.get(n).map_or(0, |(_, row)| row.revision);
    f.row(&n.to_string(), revision, |f| {
        let stored = |it: &Lines| it.0.get(n).map(|(text, _)| text.clone());
        let kind = paragraph().or_empty();
        f.field(format!("text-{n}"), format!("Rivi {n}"), kind, stored)
    })
}

/// Some parts, of which one at least is needed.
#[derive(Debug)]
struct Chosen(Vec<u8>, char);

impl Form for Chosen {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let parts = choose(offers([(1, 1, "Yksi"), (2, 2, "Kaksi")])).at_least_one();
        let (parts, colour) = f.group("both", "risk.decision.follow", |f| {
            let parts = f.field("part", "common.all", parts, |it| it.0.clone());
            let colours = pick(offers([('r', "red", "Punainen")])).in_row();
            let colour = f.field("colour", "common.show", colours, |it| it.1);
            (parts, colour)
        });
        f.hint("Vihje");
        Some(Self(parts?, colour?))
    }
}

#[tokio::test]
async fn one_at_least_is_chosen_and_a_group_has_its_hint() {
    let (test, _cx) = cx().await;
    // A form needs no organisation.
    let setting = Setting::new(&test.app, Texts::new(Locale::Fi));
    let typed = Typed::of(&[("colour", "red")]);
    let (value, sheet) = checked::<Chosen>(setting, &(), None, &typed);
    assert!(value.is_none());
    assert_eq!(
        sheet.problem("part"),
        "Valitse jokin vaihtoehto kohdassa ”Kaikki”."
    );
    assert!(sheet.field("part").unwrap().is_required);
    let colour = &sheet.field("colour").unwrap().control;
    assert!(matches!(colour, Control::Radios { is_row: true, .. }));
    let hinted = sheet.parts.iter().any(|it| match it {
        Part::Group(group) => group.hint == "Vihje",
        Part::Field(_) => false,
    });
    assert!(hinted);
    let value: Chosen = read(setting, &(), None, &typed.with("part", "2")).unwrap();
    assert_eq!((value.0, value.1), (vec![2], 'r'));
}

fn stored(lines: &[(&str, i64)]) -> Lines {
    let row = |(text, revision): &(&str, i64)| {
        let row = Row {
            revision: *revision,
            is_touched: false,
        };
        ((*text).to_owned(), row)
    };
    Lines(lines.iter().map(row).collect())
}

#[tokio::test]
async fn a_row_that_was_not_touched_is_not_written_and_never_in_conflict() {
    let (_test, cx) = cx().await;
    let before = stored(&[("yksi", 3), ("kaksi\nriviä", 5), ("", 0)]);
    let seen = shown(&cx, &3, Some(&before)).values;
    // Browsers send line breaks as CR LF.
    let sent = seen.with("text-1", "kaksi\r\nriviä").with("text-2", "uusi");
    let value: Lines = read(&cx, &3, Some(&before), &sent).unwrap();
    let touched: Vec<bool> = value.0.iter().map(|(_, row)| row.is_touched).collect();
    assert_eq!(touched, [false, false, true]);
    assert_eq!((value.0[1].1.revision, value.0[2].1.revision), (5, 0));
    // Somebody else changed all three meanwhile.
    let after = stored(&[("toisen", 4), ("kaksi\nriviä", 6), ("toisen uusi", 1)]);
    let (_, mine) = checked::<Lines>(&cx, &3, Some(&after), &sent);
    let saved = shown(&cx, &3, Some(&after));
    let differing = mine.differences(cx.texts(), &saved);
    let differing: Vec<_> = differing
        .iter()
        .map(|it| (&*it.label, &*it.saved))
        .collect();
    assert_eq!(
        differing,
        [("Rivi 2", "toisen uusi")],
        "what was not touched is not in question"
    );
    let merged = mine.over(&saved);
    assert_eq!(
        merged.values.text("text-0"),
        "toisen",
        "theirs, untouched here"
    );
    assert_eq!(merged.values.text("text-2"), "uusi", "mine is kept");
    let again: Lines = read(&cx, &3, Some(&after), &merged.values).unwrap();
    let rows = again
        .0
        .iter()
        .map(|(_, row)| (row.is_touched, row.revision));
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [(false, 4), (false, 6), (true, 1)]
    );
}

async fn cx() -> (TestApp, OrgCx) {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    (test, cx.in_language(Locale::Fi))
}

fn whole_form() -> Typed {
    Typed::of(&[
        ("title", " Varajärjestelmä "),
        ("reason", "a\r\nb"),
        ("euros", "60 000"),
        ("begins", "3.5.2026"),
        ("ends", "2028-01-31"),
        ("colour", "blue"),
        ("part", "2"),
        ("part", "3"),
        ("urgent", "true"),
        ("revision", "4"),
    ])
}

#[tokio::test]
async fn what_was_typed_becomes_a_checked_value_and_is_shown_again() {
    let (_test, cx) = cx().await;
    let with = vec![1, 2, 3];
    let value: Matter = read(&cx, &with, None, &whole_form()).unwrap();
    assert_eq!(value.title.as_str(), "Varajärjestelmä");
    assert_eq!(value.reason, "a\nb");
    assert_eq!(
        (value.euros, value.colour, value.revision),
        (60_000, 'b', 4)
    );
    assert_eq!(value.begins, Some(date(2026, 5, 3)));
    assert_eq!(
        (value.parts.as_slice(), value.is_urgent),
        (&[2, 3][..], true)
    );
    // What is shown of the value reads back as the same value, in every language.
    for locale in Locale::ALL {
        let cx = cx.clone().in_language(locale);
        let sheet = shown(&cx, &with, Some(&value));
        assert_eq!(sheet.values.text("euros"), "60 000");
        let again: Matter = read(&cx, &with, Some(&value), &sheet.values).unwrap();
        assert_eq!(again, value);
    }
}

#[tokio::test]
async fn every_field_that_must_be_corrected_is_named_in_its_sentence() {
    let (_test, cx) = cx().await;
    let typed = Typed::of(&[
        ("euros", "paljon"),
        ("begins", "eilen"),
        ("colour", "green"),
    ]);
    let (value, sheet) = checked::<Matter>(&cx, &vec![1], None, &typed);
    assert!(value.is_none());
    let names: Vec<&str> = sheet.problems.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(names, ["title", "euros", "begins", "colour"]);
    for problem in &sheet.problems {
        let label = &sheet.field(&problem.field).unwrap().label;
        assert!(problem.text.contains(label), "{problem:?}");
        assert!(!problem.text.contains(['{', '⟦']), "{problem:?}");
    }
    assert_eq!(sheet.problem("title"), "Täytä kohta ”Nimi”.");
    assert_eq!(
        sheet.values.text("euros"),
        "paljon",
        "what was typed is kept"
    );
    let error = read::<Matter>(&cx, &vec![1], None, &typed).unwrap_err();
    assert!(matches!(error, Error::Invalid(it) if it.of("title") == Some("error.form.empty")));
    let long = whole_form().with("title", &"x".repeat(201));
    let (_, sheet) = checked::<Matter>(&cx, &vec![], None, &long);
    assert!(sheet.problem("title").contains("201") && sheet.problem("title").contains("200"));
}

#[tokio::test]
async fn a_rule_is_silent_while_one_of_its_fields_is_wrong_anyway() {
    let (_test, cx) = cx().await;
    let turned = whole_form().with("ends", "2026-01-01");
    let (_, sheet) = checked::<Matter>(&cx, &vec![], None, &turned);
    assert_eq!(sheet.problems.len(), 1);
    assert_eq!(sheet.problems.first().unwrap().field, "ends");
    let (_, sheet) = checked::<Matter>(&cx, &vec![], None, &turned.with("begins", "x"));
    assert_eq!(sheet.problems.len(), 1);
    assert_eq!(sheet.problems.first().unwrap().field, "begins");
    // The two fields stand in a group, and are found there.
    assert_eq!(sheet.field("ends").unwrap().control, Control::Date);
}

#[tokio::test]
async fn an_empty_and_a_prefilled_form_are_not_judged() {
    let (_test, cx) = cx().await;
    assert!(shown::<Matter>(&cx, &vec![], None).problems.is_empty());
    let begun = prefilled::<Matter>(&cx, &vec![1], &Typed::of(&[("euros", "25 000")]));
    assert!(begun.problems.is_empty());
    assert_eq!(begun.values.text("euros"), "25 000");
}

#[tokio::test]
async fn versions_are_compared_in_words_and_by_meaning() {
    let (_test, cx) = cx().await;
    let with = vec![1, 2, 3];
    let saved: Matter = read(&cx, &with, None, &whole_form()).unwrap();
    let typed = whole_form()
        .with("euros", "60000")
        .with("colour", "red")
        .with("urgent", "");
    let (_, mine) = checked::<Matter>(&cx, &with, Some(&saved), &typed);
    let both = mine.differences(cx.texts(), &shown(&cx, &with, Some(&saved)));
    let differing: Vec<(&str, &str)> = both
        .iter()
        .filter(|it| it.differs())
        .map(|it| (it.mine.as_str(), it.saved.as_str()))
        .collect();
    assert_eq!(differing, [("Punainen", "Sininen"), ("Ei", "Kyllä")]);
    assert!(both.iter().any(|it| it.saved == "Osa 2\nOsa 3"));
    assert!(both.iter().any(|it| it.saved == "31.1.2028"));
}

/// Choices under headings, in a row and of which at least one is wanted, and a button.
#[derive(Debug, Clone, PartialEq)]
struct Choices {
    place: Option<char>,
    level: Option<char>,
    roles: Vec<char>,
    button: String,
}

impl Form for Choices {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let offers = || offers([('a', "a", "Ensimmäinen"), ('b', "b", "Toinen")]);
        let grouped = offers()
            .into_iter()
            .map(|(it, offer)| (it, offer.group("Teema")));
        let places = maybe(pick(grouped.collect()).preset("b"));
        let place = f.field("place", "common.name", places, |it| Some(it.place));
        let levels = maybe(pick(offers()).in_row());
        let level = f.field("level", "common.more", levels, |it| Some(it.level));
        let roles = choose(offers()).at_least_one();
        let roles = f.field("role", "common.all", roles, |it| it.roles.clone());
        Some(Self {
            place: place?,
            level: level?,
            roles: roles?,
            button: f.pressed("do").to_owned(),
        })
    }
}

/// A note of which not every part must be there, with a field of very many.
#[derive(Debug, Clone, PartialEq)]
struct Note {
    text: String,
    marking: Marking,
    parts: Vec<u8>,
    goes_on: bool,
}

impl Form for Note {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let text = f.field("text", "common.name", paragraph().or_empty(), |it| {
            it.text.clone()
        });
        if text.as_deref() == Some("wrong") {
            f.problem("text", "common.more", "Rivi 1: väärin.".to_owned());
            f.problem("text", "common.more", "Rivi 2: väärin.".to_owned());
        }
        let has_text = text.as_ref().is_some_and(|it| !it.is_empty());
        let marking = f.marking_if(
            has_text,
            "common.show",
            |it| it.marking.publicity(),
            |it| &it.marking,
        );
        let parts = offers((0..9).map(|n| (n, n, format!("Osa {n}"))));
        let parts = choose(parts).of_many("common.add", "common.next");
        let parts = f.field("part", "common.all", parts, |it| it.parts.clone());
        Some(Self {
            text: text?,
            marking: marking?,
            parts: parts?,
            goes_on: f.pressed("do") == "next",
        })
    }
}

#[tokio::test]
async fn choices_have_headings_presets_and_a_least_number_and_a_button_is_read() {
    let (_test, cx) = cx().await;
    let empty = shown::<Choices>(&cx, &(), None);
    assert_eq!(
        empty.values.text("place"),
        "b",
        "the preset of a field that may be left out"
    );
    let Control::Radios { is_row, .. } = empty.field("level").unwrap().control else {
        panic!("{empty:?}");
    };
    assert!(is_row && empty.field("role").unwrap().is_required);
    let typed = Typed::of(&[("place", "a"), ("role", "b"), ("do", "next")]);
    let value: Choices = read(&cx, &(), None, &typed).unwrap();
    assert_eq!(
        (value.place, value.level, &*value.button),
        (Some('a'), None, "next")
    );
    let sheet = shown(&cx, &(), Some(&value));
    assert_eq!(
        sheet.field("place").unwrap().words(cx.texts()),
        "Teema: Ensimmäinen"
    );
    assert_eq!(sheet.field("do"), None, "a button is no field");
    let (none, sheet) = checked::<Choices>(&cx, &(), None, &typed.with_all("role", &[]));
    assert!(none.is_none() && sheet.problem("role").contains("Valitse"));
}

#[tokio::test]
async fn what_is_added_from_a_list_of_many_joins_what_was_chosen() {
    let (_test, cx) = cx().await;
    let typed = Typed::of(&[
        ("part", "3"),
        ("part", "7"),
        ("part", ""),
        ("publicity", "internal"),
        ("do", "next"),
    ]);
    let (note, sheet) = checked::<Note>(&cx, &(), None, &typed);
    let note = note.unwrap();
    assert_eq!((note.parts.as_slice(), note.goes_on), (&[3, 7][..], true));
    let field = sheet.field("part").unwrap();
    assert!(matches!(&field.control, Control::Many { offers, .. } if offers.len() == 9));
    assert_eq!(field.words(cx.texts()), "Osa 3\nOsa 7");
    // A button is no field: nothing of it is drawn.
    assert!(sheet.field("do").is_none());
}

#[tokio::test]
async fn without_a_text_there_is_nothing_to_keep_secret() {
    let (_test, cx) = cx().await;
    let secret = Typed::of(&[("publicity", "secret")]);
    let note = read::<Note>(&cx, &(), None, &secret).unwrap();
    assert_eq!(note.marking.publicity(), domain::Publicity::Internal);
    let (_, sheet) = checked::<Note>(&cx, &(), None, &secret.with("text", "Salaista"));
    assert!(!sheet.problem("ground").is_empty());
    // No public report shows a note, so its classes do not say that one does.
    let Control::Radios { offers, .. } = &sheet.field("publicity").unwrap().control else {
        panic!("{sheet:?}");
    };
    assert!(offers.iter().all(|it| it.hint.is_empty()), "{offers:?}");
}

#[tokio::test]
async fn one_field_can_have_several_problems() {
    let (_test, cx) = cx().await;
    let typed = Typed::of(&[("text", "wrong"), ("publicity", "public")]);
    let (note, sheet) = checked::<Note>(&cx, &(), None, &typed);
    let told: Vec<&str> = sheet.problems.iter().map(|it| it.text.as_str()).collect();
    assert!(note.is_none());
    assert_eq!(told, ["Rivi 1: väärin.", "Rivi 2: väärin."]);
}
