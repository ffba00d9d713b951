//! Names that stand in addresses, files and mails: e-mail addresses, slugs, pictures, parts, languages.

use domain::handbook::{PartKey, PartKind, PictureForm, PictureName};
use domain::identity::{Email, PASSWORD_LEAST, PASSWORD_MOST, PasswordRefused, check_password};
use domain::organisation::{RESERVED, Slug};
use domain::{Locale, Localised};
use proptest::prelude::*;

#[test]
fn an_address_fills_what_mail_carries_and_not_more() {
    let of = |length: usize| format!("{}@b.fi", "a".repeat(length - 5));
    assert!(Email::parse(&of(254)).is_ok());
    assert!(Email::parse(&of(255)).is_err());
}

#[test]
fn nothing_that_mail_would_take_for_two_receivers_is_an_address() {
    for bad in [
        "a@kunta.fi,b@kunta.fi",
        "a@kunta.fi b@kunta.fi",
        "a@kunta.fi\nBcc: b@muu.fi",
        "a@kunta.fi\r\nBcc: b@muu.fi",
        "a\u{0}@kunta.fi",
        "a@kunta.fi.",
        "a@.kunta.fi",
        "a@kuntafi",
        "@",
        "a@@b.fi",
        "<a@kunta.fi>",
        "\"a b\"@kunta.fi",
        "a;b@kunta.fi",
        "a(b)@kunta.fi",
        "\u{a0}@b.fi",
    ] {
        assert!(Email::parse(bad).is_err(), "{bad:?}");
    }
    for good in [
        "pää.käyttäjä@kunta.fi",
        "a+b@x.y.fi",
        "o'neill@kunta.fi",
        "ÄÄ@KUNTA.FI",
    ] {
        assert!(Email::parse(good).is_ok(), "{good:?}");
    }
}

proptest! {
    #[test]
    fn an_address_is_the_same_however_it_was_typed(local in "[a-zA-Z0-9.+äÖ]{1,12}", domain in "[a-z]{1,6}\\.[a-z]{2,3}") {
        let typed = format!("  {local}@{domain}\t");
        let one = Email::parse(&typed).unwrap();
        let other = Email::parse(&typed.to_uppercase()).unwrap();
        prop_assert_eq!(&one, &other);
        let again = Email::parse(one.as_str());
        prop_assert_eq!(again, Ok(one));
    }
}

#[test]
fn a_password_is_measured_in_characters_and_must_not_be_guessed() {
    let email = Email::parse("maija.malli@example.fi").unwrap();
    let refused = |password: &str| check_password(password, Some(&email)).err();
    let of = |length: usize| "äbcd".chars().cycle().take(length).collect::<String>();
    assert_eq!(
        refused(&of(PASSWORD_LEAST - 1)),
        Some(PasswordRefused::TooShort)
    );
    assert_eq!(refused(&of(PASSWORD_LEAST)), None);
    assert_eq!(refused(&of(PASSWORD_MOST)), None);
    assert_eq!(
        refused(&of(PASSWORD_MOST + 1)),
        Some(PasswordRefused::TooLong)
    );
    for guessed in [
        "Maija.Malli@Example.FI",
        "MAIJA.MALLI!!",
        "             ",
        "abcabcabcabcabc",
        "AaAaAaAaAaAaAaA",
    ] {
        assert_eq!(
            refused(guessed),
            Some(PasswordRefused::Guessable),
            "{guessed}"
        );
    }
    // Of a short local part every third password would begin with it.
    let short = Email::parse("mm@example.fi").unwrap();
    assert_eq!(check_password("mmeillä sataa aina", Some(&short)), Ok(()));
}

#[test]
fn a_slug_is_an_address_and_never_one_of_the_site() {
    for reserved in RESERVED {
        assert_eq!(Slug::parse(reserved), None, "{reserved}");
        assert_eq!(
            Slug::from_name(&reserved.to_uppercase()),
            None,
            "{reserved}"
        );
    }
    for bad in [
        "", "a", "-ab", "ab-", "a--b", "Ab", "a b", "a/b", "a.b", "ä", "a\n",
    ] {
        assert_eq!(Slug::parse(bad), None, "{bad:?}");
    }
    assert!(Slug::parse(&"a".repeat(60)).is_some() && Slug::parse(&"a".repeat(61)).is_none());
    for (name, slug) in [
        ("Maarianhamina – Mariehamn", Some("maarianhamina-mariehamn")),
        ("  Ii  ", Some("ii")),
        ("Koski Tl", Some("koski-tl")),
        ("Säkylä (kunta)", Some("sakyla-kunta")),
        ("Å", None),
        ("日本", None),
    ] {
        let made = Slug::from_name(name).map(|slug| slug.to_string());
        assert_eq!(made.as_deref(), slug, "{name}");
    }
}

proptest! {
    #[test]
    fn whatever_it_is_made_of_a_slug_or_a_picture_can_be_read_again(name in "\\PC{0,60}|[a-zåäöÅÄÖ .\\-/()0-9]{0,80}") {
        if let Some(slug) = Slug::from_name(&name) {
            prop_assert_eq!(Slug::parse(slug.as_str()), Some(slug));
        }
        let pictures = PictureForm::ALL.iter().filter_map(|form| PictureName::of(&name, *form));
        for picture in pictures {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
            prop_assert!(picture.as_str().chars().all(plain), "{picture}");
            let shown = format!("![a]({picture})");
            prop_assert!(picture.is_in(&shown));
            let again = picture.as_str().parse();
            prop_assert_eq!(again, Ok(picture));
        }
    }
}

#[test]
fn a_picture_cannot_climb_out_of_its_folder() {
    for called in [
        "../../kuva.png",
        "..\\kuva.png",
        "/etc/kuva.png",
        "C:kuva.png",
        "kuva.png/..",
    ] {
        if let Some(name) = PictureName::of(called, PictureForm::Png) {
            assert!(!name.as_str().contains(['/', '\\', ':']), "{called}");
            assert!(!name.as_str().starts_with('.'), "{called}");
        }
    }
    for form in PictureForm::ALL {
        let name = PictureName::of("kuva", *form).unwrap();
        assert!(name.as_str().ends_with(&format!(".{}", form.ending())));
        assert!(form.content_type().starts_with("image/"));
    }
}

#[test]
fn the_key_of_every_part_reads_back() {
    for kind in PartKind::ALL {
        for id in ["a", "a-1", &"x".repeat(80)] {
            let key = PartKey::new(*kind, id);
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        for bad in [
            String::new(),
            "x".repeat(81),
            "a_b".into(),
            "ä".into(),
            "a b".into(),
        ] {
            let text = format!("{}:{bad}", kind.code());
            assert!(text.parse::<PartKey>().is_err(), "{text}");
        }
        assert!(!kind.fields().is_empty());
    }
}

#[test]
fn a_language_is_read_with_its_region_and_another_is_refused() {
    for locale in Locale::ALL {
        let code = locale.code();
        for text in [
            code.to_owned(),
            code.to_uppercase(),
            format!("{code}-FI"),
            format!("{code}_fi"),
        ] {
            assert_eq!(text.parse(), Ok(locale), "{text}");
        }
    }
    for other in ["", "-", "fin", "f", "se", "en,sv", "*"] {
        assert!(other.parse::<Locale>().is_err(), "{other}");
    }
}

#[test]
fn a_text_is_shown_in_the_language_asked_for_or_in_the_first_there_is() {
    let [fi, sv, en] = Locale::ALL;
    for (has, shown) in [
        (vec![fi, sv, en], [fi, sv, en]),
        (vec![fi, sv], [fi, sv, fi]),
        (vec![sv, en], [sv, sv, en]),
        (vec![fi, en], [fi, fi, en]),
        (vec![en], [en, en, en]),
        (vec![sv], [sv, sv, sv]),
    ] {
        let mut text = Localised::default();
        assert!(text.is_empty());
        for locale in &has {
            text.set(*locale, locale.code());
        }
        assert!(!text.is_empty());
        let said = Locale::ALL.map(|locale| text.text(locale));
        assert_eq!(said, shown.map(Locale::code), "{has:?}");
        let stored = serde_json::to_string(&text).unwrap();
        assert_eq!(serde_json::from_str::<Localised>(&stored).unwrap(), text);
    }
    assert_eq!(Localised::default().text(fi), "");
}
