//! Every control of a form: a label that belongs to it, what was typed, and the error where it is.

use app::form::{Difference as Both, Problem, Typed};
use domain::Locale;

use super::*;

const EVIL: &str = "\"><pahus>'&";

fn offers() -> Vec<Offer> {
    vec![
        Offer::new("a", "Ensimmäinen")
            .hint("Selitys")
            .group("Ryhmä"),
        Offer::new("b", "Toinen").group("Ryhmä"),
        Offer::new("c", format!("Kolmas {EVIL}")),
    ]
}

/// Every control, under a name of its own.
fn controls() -> Vec<(&'static str, Control)> {
    let offers = offers();
    let text = |kind| Control::Line {
        width: "full",
        kind,
    };
    vec![
        ("line", text("text")),
        ("email", text("email")),
        ("number", Control::Number { unit: "euroa" }),
        ("date", Control::Date),
        ("area", Control::Area { rows: 4 }),
        (
            "select",
            Control::Select {
                offers: offers.clone(),
                empty: "Valitse".to_owned(),
            },
        ),
        (
            "radios",
            Control::Radios {
                offers: offers.clone(),
                is_row: false,
            },
        ),
        (
            "row",
            Control::Radios {
                offers: offers.clone(),
                is_row: true,
            },
        ),
        (
            "boxes",
            Control::Boxes {
                offers: offers.clone(),
            },
        ),
        (
            "many",
            Control::Many {
                offers,
                label: "Lisää yksi".to_owned(),
                empty: "Ei mitään".to_owned(),
            },
        ),
        ("tick", Control::Tick),
    ]
}

fn field(name: &str, control: Control) -> FieldView {
    FieldView {
        name: name.to_owned(),
        label: format!("Nimike {name}"),
        hint: format!("Vihje {name}"),
        control,
        is_required: true,
        plain: Vec::new(),
    }
}

/// A form of one field with what stands in it and what is wrong with it.
fn form((name, control): (&str, Control), values: &[&str], error: &str) -> FormView {
    let values: Vec<String> = values.iter().map(|it| (*it).to_owned()).collect();
    let problem = Problem {
        field: name.to_owned(),
        key: "error.form.empty",
        text: error.to_owned(),
    };
    let mut sheet = Sheet::default();
    sheet.parts.push(Part::Field(field(name, control)));
    sheet.values = Typed::default().with_all(name, &values);
    if !error.is_empty() {
        sheet.problems.push(problem);
    }
    FormView::new(Texts::new(Locale::Fi), sheet, "/mallila/x".to_owned())
}

fn whole(control: (&str, Control), values: &[&str], error: &str) -> String {
    form(control, values, error).whole().unwrap()
}

#[test]
fn every_control_is_named_by_its_label_and_explained_by_its_hint() {
    for (name, control) in controls() {
        let is_group = matches!(
            control,
            Control::Radios { .. } | Control::Boxes { .. } | Control::Many { .. }
        );
        let html = whole((name, control), &[], "");
        let label = format!("Nimike {name}");
        if is_group {
            let legend = html.split("<legend").nth(1).unwrap();
            assert!(
                legend.split("</legend>").next().unwrap().contains(&label),
                "{name}"
            );
        } else {
            assert!(html.contains(&format!("for=\"{name}\"")), "{name}");
        }
        assert!(html.contains(&format!("id=\"{name}\"")), "{name}");
        assert!(html.contains(&format!("id=\"{name}-hint\"")), "{name}");
        assert!(
            html.contains(&format!("aria-describedby=\"{name}-hint\"")),
            "{name}"
        );
        assert!(!html.contains("aria-invalid"), "{name}");
    }
}

#[test]
fn an_error_stands_at_its_control_is_announced_and_reached_from_above() {
    for (name, control) in controls() {
        let html = whole((name, control), &[], "Täytä tämä.");
        let described =
            format!("aria-describedby=\"{name}-hint {name}-error\" aria-invalid=\"true\"");
        assert!(html.contains(&described), "{name}: {html}");
        let at = html.split(&format!("id=\"{name}-error\"")).nth(1).unwrap();
        assert!(
            at.split("</p>").next().unwrap().contains("Täytä tämä."),
            "{name}"
        );
        let summary = html.split("error-summary").nth(1).unwrap();
        let summary = summary.split("</ul>").next().unwrap();
        assert!(summary.contains(&format!("href=\"#{name}\"")), "{name}");
        assert!(summary.contains("Täytä tämä."), "{name}");
        assert_eq!(html.matches(&format!("id=\"{name}\"")).count(), 1, "{name}");
    }
}

#[test]
fn what_was_typed_stands_where_it_was_typed_and_harms_nothing() {
    for (name, control) in controls() {
        let is_chosen = matches!(
            control,
            Control::Select { .. }
                | Control::Radios { .. }
                | Control::Boxes { .. }
                | Control::Many { .. }
        );
        let typed = if is_chosen { "b" } else { EVIL };
        let html = whole((name, control.clone()), &[typed], EVIL);
        assert!(!html.contains("<pahus"), "{name}: {html}");
        let kept = match control {
            Control::Select { .. } => "value=\"b\" selected".to_owned(),
            Control::Tick => "checked".to_owned(),
            Control::Area { .. } => ">\n&#34;&#62;&#60;pahus".to_owned(),
            _ if is_chosen => "value=\"b\" checked".to_owned(),
            _ => "value=\"&#34;&#62;&#60;pahus&#62;&#39;&#38;\"".to_owned(),
        };
        assert_eq!(html.matches(&kept).count(), 1, "{name}: {html}");
    }
}

#[test]
fn a_number_that_could_not_be_read_stays_as_it_was_typed() {
    for typed in ["1 000,5", "paljon", " 7 ", "1e9", "−3"] {
        let html = whole(
            ("number", Control::Number { unit: "euroa" }),
            &[typed],
            "Luku.",
        );
        assert!(html.contains(&format!("value=\"{typed}\"")), "{html}");
        assert!(html.contains("inputmode=\"decimal\"") && html.contains("euroa"));
    }
}

#[test]
fn choices_under_one_heading_are_one_group_of_the_list() {
    let (name, control) = ("select", controls()[5].1.clone());
    let html = whole((name, control), &["a"], "");
    assert_eq!(html.matches("<optgroup label=\"Ryhmä\">").count(), 1);
    assert_eq!(html.matches("</optgroup>").count(), 1);
    let group = html.split("<optgroup").nth(1).unwrap();
    let group = group.split("</optgroup>").next().unwrap();
    assert!(group.contains("Ensimmäinen") && group.contains("Toinen"));
    assert!(!group.contains("Kolmas"));
    assert!(html.contains("<option value=\"\">Valitse</option>"));
}

#[test]
fn of_very_many_choices_the_chosen_are_boxes_and_the_rest_can_be_added() {
    let many = || ("many", controls()[9].1.clone());
    let html = whole(many(), &["b"], "");
    assert_eq!(html.matches("type=\"checkbox\"").count(), 1);
    let list = html.split("<select").nth(1).unwrap();
    let list = list.split("</select>").next().unwrap();
    assert!(list.contains("value=\"a\"") && list.contains("value=\"c\""));
    assert!(!list.contains("value=\"b\""), "{list}");
    // Enter saves: the first button of the form is not the one that adds.
    let first = html.split("<button").nth(1).unwrap();
    assert!(!first.split("</button>").next().unwrap().contains("add-to"));
    assert!(form(many(), &[], "").adds());
    assert!(!form(("line", controls()[0].1.clone()), &[], "").adds());
}

#[test]
fn a_hidden_field_is_carried_and_shown_to_nobody() {
    let form = form(("revision", Control::Hidden), &["7"], "");
    let html = form.whole().unwrap();
    assert!(html.contains("type=\"hidden\" name=\"revision\" value=\"7\""));
    assert!(!html.contains("Nimike"));
    assert!(form.words().is_empty());
    assert_eq!(form.value("revision"), "7");
    assert!(form.hidden().unwrap().contains("value=\"7\""));
}

#[test]
fn removing_asks_behind_a_fold_and_carries_what_was_seen() {
    let mut sheet = Sheet::default();
    sheet.values = Typed::of(&[("revision", "7")]);
    let form = FormView::new(Texts::new(Locale::Fi), sheet, "/x".to_owned());
    let plain = FormView::new(Texts::new(Locale::Fi), Sheet::default(), "/x".to_owned());
    assert!(!plain.whole().unwrap().contains("<details"));
    let removal = Removal {
        action: "/x/remove".to_owned(),
        title: "Poista",
        text: "Tämä poistuu.",
        label: "Poista tämä",
    };
    let html = form.with_removal(Some(removal)).whole().unwrap();
    let fold = html.split("<details").nth(1).unwrap();
    assert!(fold.contains("<summary>Poista</summary>") && fold.contains("Tämä poistuu."));
    assert!(fold.contains("action=\"/x/remove\"") && fold.contains("value=\"7\""));
}

#[test]
fn the_buttons_save_first_and_a_link_leaves() {
    let made = || form(("line", controls()[0].1.clone()), &[], "");
    let plain = made().whole().unwrap();
    assert_eq!(plain.matches("<button").count(), 1);
    let buttons = Buttons {
        also: Some(("then", "", "Tallenna ja jää")),
        back: "/takaisin".to_owned(),
        ..Buttons::saying("Luo kierros")
    };
    let html = made().with_buttons(buttons).whole().unwrap();
    let save = html.find("Luo kierros").unwrap();
    let also = html.find("Tallenna ja jää").unwrap();
    assert!(save < also, "Enter presses the first");
    assert!(html.contains("href=\"/takaisin\""));
}

#[test]
fn both_versions_stand_side_by_side_and_say_which_differ() {
    let both = |label: &str, mine: &str, saved: &str| Both {
        label: label.to_owned(),
        mine: mine.to_owned(),
        saved: saved.to_owned(),
    };
    let t = Texts::new(Locale::Fi);
    let form = form(("line", controls()[0].1.clone()), &["Minun"], "");
    assert!(!form.is_conflict() && form.differences().is_empty());
    let form = form.with_conflict(
        format!("Enni {EVIL} tallensi"),
        vec![
            both("Otsikko", &format!("Minun {EVIL}"), "Ennin"),
            both("Päivä", "1.2.", "1.2."),
        ],
    );
    assert!(form.is_conflict());
    let html = form.whole().unwrap();
    assert!(!html.contains("<pahus"), "{html}");
    assert!(html.contains("Enni") && html.contains(t.say("kit.conflict-title")));
    assert_eq!(html.matches("conflict__row").count(), 1);
    assert_eq!(html.matches(t.say("kit.differs")).count(), 1);
    let table = html
        .split("<table")
        .nth(1)
        .unwrap()
        .split("</table>")
        .next()
        .unwrap();
    assert_eq!(table.matches("scope=\"row\"").count(), 2);
    assert_eq!(table.matches("scope=\"col\"").count(), 3);
}

#[test]
fn a_group_has_its_fields_and_its_own_error() {
    let group = GroupView {
        name: "ryhma".to_owned(),
        legend: "Kesto".to_owned(),
        hint: String::new(),
        parts: vec![Part::Field(field("low", Control::Number { unit: "" }))],
    };
    let problem = Problem {
        field: "ryhma".to_owned(),
        key: "error.form.choose",
        text: "Pienin ensin.".to_owned(),
    };
    let mut sheet = Sheet::default();
    sheet.parts.push(Part::Group(group));
    sheet.problems.push(problem);
    let form = FormView::new(Texts::new(Locale::Fi), sheet, "/x".to_owned());
    let html = form.whole().unwrap();
    assert!(html.contains("<fieldset id=\"ryhma\" aria-describedby=\"ryhma-error\">"));
    assert!(html.contains("Kesto") && html.contains("href=\"#ryhma\""));
    // A page may draw one field where it wants it, and is told when there is none of that name.
    assert!(form.at("ryhma").unwrap().contains("name=\"low\""));
    assert!(
        form.at("low").is_err(),
        "a field of a group is drawn with its group"
    );
    assert!(form.at("eiole").is_err());
}
