//! Who may read what: classes, editions, and the doors by which a text enters an output.

use std::collections::BTreeMap;

use domain::handbook::{Field, OwnPart, PartKey, PartKind, PictureName, Settings};
use domain::publicity::{
    Classified, Cleared, Edition, GroundMissing, Internal, Marked, Marking, Public, Publicity,
    Secret,
};
use domain::{Locale, OrgId};
use proptest::prelude::*;

/// Which classes an edition takes.
fn taken<E: Edition>() -> Vec<Publicity> {
    let takes = |class: &Publicity| {
        let text = Marked::new("kanarialintu", Marking::new(*class, "Laki 1 §").unwrap());
        let cleared = text.cleared::<E>();
        assert!(
            cleared
                .as_ref()
                .is_none_or(|it| it.as_str() == "kanarialintu")
        );
        cleared.is_some()
    };
    Publicity::ALL.into_iter().filter(takes).collect()
}

#[test]
fn an_edition_takes_its_class_and_everything_more_open() {
    use Publicity as P;
    assert_eq!(taken::<Public>(), [P::Public]);
    assert_eq!(taken::<Internal>(), [P::Public, P::Internal]);
    assert_eq!(taken::<Secret>(), [P::Public, P::Internal, P::Secret]);
}

#[test]
fn a_class_stays_with_its_text_in_storage() {
    for class in Publicity::ALL {
        let text = Marked::new(
            "kanarialintu".to_owned(),
            Marking::new(class, "Laki 1 §").unwrap(),
        );
        let text = text.part(String::as_str);
        let stored = serde_json::to_string(&text).unwrap();
        let read: Classified<String> = serde_json::from_str(&stored).unwrap();
        assert_eq!(
            (read.publicity(), read.for_member().as_str()),
            (class, *text.for_member())
        );
    }
    for other in [r#"{"value":"a"}"#, r#"{"value":"a","publicity":"open"}"#] {
        assert!(
            serde_json::from_str::<Classified<String>>(other).is_err(),
            "{other}"
        );
    }
}

proptest! {
    #[test]
    fn no_word_of_any_script_comes_with_a_figure(text in "\\PC{0,60}|[0-9 .,%€a-zåäö]{0,40}") {
        let figure = Cleared::<Public>::figure(&text);
        prop_assert!(!figure.as_str().contains(char::is_alphabetic), "{figure}");
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        prop_assert_eq!(digits(figure.as_str()), digits(&text));
    }
}

#[test]
fn a_text_stays_what_it_was_on_its_way_into_a_sentence() {
    let text = Cleared::<Public>::shipped("Ääni ja Äly");
    assert_eq!(text.lowercase().as_str(), "ääni ja äly");
    assert_eq!(text.unbroken().as_str(), "Ääni\u{a0}ja\u{a0}Äly");
    assert_eq!(Cleared::<Public>::joined([], ", ").as_str(), "");
    let three = ["a", "", "b"].map(Cleared::<Public>::shipped);
    assert_eq!(Cleared::joined(three, "-").as_str(), "a--b");
    assert_eq!(serde_json::to_value(&text).unwrap(), "Ääni ja Äly");
}

#[test]
fn what_is_secret_has_a_ground_and_nothing_else_has() {
    for class in Publicity::ALL {
        for (typed, ground) in [
            ("JulkL 24 § 1 mom. 7 k", "JulkL 24 § 1 mom. 7 k"),
            ("  a ", "a"),
        ] {
            let marking = Marking::new(class, typed).unwrap();
            let kept = (class == Publicity::Secret).then_some(ground);
            assert_eq!((marking.publicity(), marking.ground()), (class, kept));
        }
        for nothing in ["", " ", "\n\t"] {
            let made = Marking::new(class, nothing);
            assert_eq!(made.is_err(), class == Publicity::Secret, "{class:?}");
            assert!(
                made.is_ok_and(|it| it.ground().is_none())
                    || Marking::new(class, nothing) == Err(GroundMissing)
            );
        }
    }
}

fn own(kind: PartKind, body: &str, publicity: Publicity) -> OwnPart {
    OwnPart {
        key: PartKey::new(kind, "role"),
        locale: Locale::Fi,
        fields: BTreeMap::from([(Field::Body, body.to_owned())]),
        basis: BTreeMap::new(),
        publicity,
        revision: 0,
    }
}

#[test]
fn a_part_of_the_handbook_that_is_not_public_opens_no_field() {
    for kind in PartKind::ALL {
        for class in Publicity::ALL {
            let mut part = own(*kind, "kanarialintu", class);
            for field in kind.fields() {
                part.fields.insert(*field, "kanarialintu".to_owned());
            }
            for field in Field::ALL {
                let is_told = class == Publicity::Public && part.fields.contains_key(field);
                assert_eq!(
                    part.open(*field).is_some(),
                    is_told,
                    "{kind:?} {class:?} {field:?}"
                );
            }
        }
    }
}

#[test]
fn a_picture_is_in_use_while_a_running_text_names_it() {
    let picture: PictureName = "kaavio.png".parse().unwrap();
    let text = "![Kaavio](kaavio.png)";
    for (kind, names) in [
        (PartKind::Intro, true),
        (PartKind::Chapter, true),
        (PartKind::Card, false),
        (PartKind::Fact, false),
    ] {
        assert_eq!(
            own(kind, text, Publicity::Public).names(&picture),
            names,
            "{kind:?}"
        );
    }
    // A text that is not public yet may still be published: its picture must stay.
    assert!(own(PartKind::Chapter, text, Publicity::Internal).names(&picture));
}

#[test]
fn an_own_text_is_behind_when_the_shipped_words_under_it_have_changed() {
    let words = |text: &str| BTreeMap::from([(Field::Body, text.to_owned())]);
    let mut part = own(PartKind::Chapter, "oma", Publicity::Public);
    assert!(
        !part.is_behind(&words("uusi")),
        "nothing shipped was under it"
    );
    part.basis = words("vanha");
    assert!(part.is_behind(&words("uusi")) && part.is_behind(&BTreeMap::new()));
    assert!(!part.is_behind(&words("vanha")));
}

#[test]
fn a_part_is_shown_until_it_is_left_out_and_its_namesakes_stay() {
    let key = |kind| PartKey::new(kind, "role");
    let mut settings = Settings::default();
    assert!(!settings.is_open, "nobody has opened it");
    assert!(settings.shows(&key(PartKind::Card)));
    settings.off.insert(key(PartKind::Card).to_string());
    assert!(!settings.shows(&key(PartKind::Card)));
    assert!(settings.shows(&key(PartKind::Chapter)));
}

#[test]
fn an_id_is_written_without_dashes_and_read_with_and_without() {
    let id: OrgId = "0d0e0a0d-0000-4000-8000-00000000beef".parse().unwrap();
    assert_eq!(id.to_string(), "0d0e0a0d00004000800000000000beef");
    assert_eq!(id.to_string().parse(), Ok(id));
    for bad in [
        "",
        "0d0e",
        "0d0e0a0d00004000800000000000beeg",
        "../0d0e0a0d00004000800000000000be",
    ] {
        assert!(bad.parse::<OrgId>().is_err(), "{bad}");
    }
}
