//! The one value through which pages, mails and reports speak.

use std::fmt::Display;

use domain::{Cleared, Edition, Locale};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use crate::catalogue::{self, Entry, Piece};
use crate::{Given, format};

/// The interface texts in one language.
///
/// A missing key never stops anything: it shows as `⟦key⟧`, which tests look for on every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    locale: Locale,
}

impl Texts {
    /// The texts of a language.
    pub const fn new(locale: Locale) -> Self {
        Self { locale }
    }

    /// The language.
    pub const fn locale(self) -> Locale {
        self.locale
    }

    /// The language's code, for `lang` attributes.
    pub const fn lang(self) -> &'static str {
        self.locale.code()
    }

    /// Whether the key has a text, plain or plural.
    pub fn has(self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// The text of a key as it stands.
    pub fn say(self, key: &str) -> &'static str {
        match self.entry(key) {
            Some(Entry::Plain(text)) => text,
            _ => catalogue::mark(key),
        }
    }

    /// The text of a key with its placeholders filled.
    ///
    /// Numbers are shown as they come; format them first ([`Texts::number`]).
    pub fn with(self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        catalogue::fill(self.say(key), &|name| value_of(values, name))
    }

    /// The plural text that fits the number, `{n}` filled with it.
    pub fn count(self, key: &str, n: impl Given<i64>) -> String {
        self.count_with(key, n, &[])
    }

    /// The plural text that fits the number, `{n}` and the other placeholders filled.
    pub fn count_with(
        self,
        key: &str,
        n: impl Given<i64>,
        values: &[(&str, &dyn Display)],
    ) -> String {
        let n = n.value();
        catalogue::fill(self.plural(key, n), &|name| match name {
            "n" => Some(format::number(self.locale, n)),
            _ => value_of(values, name),
        })
    }

    /// The text of a key with its placeholders filled, for an edition: what fills them must be cleared
    /// for it, so the whole is.
    pub fn cleared<E: Edition>(self, key: &str, values: &[(&str, Cleared<E>)]) -> Cleared<E> {
        cleared(self.say(key), values)
    }

    /// The plural text that fits the number, for an edition.
    pub fn cleared_count<E: Edition>(
        self,
        key: &str,
        n: impl Given<i64>,
        values: &[(&str, Cleared<E>)],
    ) -> Cleared<E> {
        let n = n.value();
        let mut all = vec![("n", self.cleared_number(n))];
        all.extend(values.iter().cloned());
        cleared(self.plural(key, n), &all)
    }

    /// A whole number, for an edition.
    pub fn cleared_number<E: Edition>(self, n: impl Given<i64>) -> Cleared<E> {
        Cleared::figure(&self.number(n))
    }

    /// A day, for an edition.
    pub fn cleared_date<E: Edition>(self, date: impl Given<Date>) -> Cleared<E> {
        let date = date.value();
        let figure = |number: i64| Cleared::figure(&number.to_string());
        match self.locale {
            Locale::Fi | Locale::Sv => Cleared::figure(&self.date(date)),
            // English writes the month as a word, of which no figure keeps anything.
            Locale::En => Cleared::joined(
                [
                    figure(date.day().into()),
                    Cleared::shipped(self.month(date.month())),
                    figure(date.year().into()),
                ],
                " ",
            ),
        }
    }

    /// Names in a row, for an edition.
    pub fn cleared_list<E: Edition>(self, items: &[Cleared<E>]) -> Cleared<E> {
        let [first @ .., last] = items else {
            return Cleared::shipped("");
        };
        if first.is_empty() {
            return last.clone();
        }
        let first = Cleared::joined(first.iter().cloned(), ", ");
        Cleared::joined([first, last.clone()], format::and(self.locale))
    }

    /// A whole number with its thousands apart: `12 500`.
    pub fn number(self, n: impl Given<i64>) -> String {
        format::number(self.locale, n.value())
    }

    /// A number with this many decimals: `3,5`.
    pub fn decimal(self, value: impl Given<f64>, digits: usize) -> String {
        format::decimal(self.locale, value.value(), digits)
    }

    /// An estimate in two figures: `410 000`, `3,1`.
    pub fn rough(self, value: impl Given<f64>) -> String {
        format::rough(self.locale, value.value())
    }

    /// A share between 0 and 1 as whole per cent: `45 %`.
    pub fn percent(self, share: impl Given<f64>) -> String {
        format::percent(self.locale, share.value())
    }

    /// A share of which the least and the greatest are known: `45 %`, or `20–45 %` where they differ as
    /// printed.
    pub fn percents(self, [low, high]: [f64; 2]) -> String {
        let [least, most] = [low, high].map(|share| self.percent(share));
        if least == most {
            return most;
        }
        format!("{}–{most}", self.decimal(low * 100.0, 0))
    }

    /// An amount of whole euros: `12 500 €`.
    pub fn euros(self, amount: impl Given<i64>) -> String {
        format::euros(self.locale, amount.value())
    }

    /// A day, short: `22.11.2026`.
    pub fn date(self, date: impl Given<Date>) -> String {
        format::date(self.locale, date.value())
    }

    /// A day with its month written out: `22. marraskuuta 2026`.
    pub fn date_long(self, date: impl Given<Date>) -> String {
        format::date_long(self.locale, date.value())
    }

    /// A time of day: `9.05`.
    pub fn time(self, time: impl Given<Time>) -> String {
        format::time(self.locale, time.value())
    }

    /// A moment as clocks in Finland show it: `22.11.2026 klo 9.05`.
    pub fn datetime(self, at: impl Given<Timestamp>) -> String {
        format::datetime(self.locale, at.value())
    }

    /// The name of a month, 1 to 12: `marraskuu`.
    pub fn month(self, number: impl Given<i64>) -> &'static str {
        format::month(self.locale, number.value())
    }

    /// The name of the day of the week: `sunnuntai`.
    pub fn weekday(self, date: impl Given<Date>) -> &'static str {
        format::weekday(self.locale, date.value())
    }

    /// Names in a row: `a, b ja c`.
    pub fn list<S: AsRef<str>>(self, items: &[S]) -> String {
        format::list(self.locale, items)
    }

    fn plural(self, key: &str, n: i64) -> &'static str {
        match self.entry(key) {
            // Finnish, Swedish and English agree: only 1 takes the singular.
            Some(Entry::Plural { one, .. }) if n == 1 => one,
            Some(Entry::Plural { other, .. }) => other,
            _ => catalogue::mark(key),
        }
    }

    fn entry(self, key: &str) -> Option<&'static Entry> {
        catalogue::entry(self.locale, key)
    }
}

fn value_of(values: &[(&str, &dyn Display)], name: &str) -> Option<String> {
    values
        .iter()
        .find(|(candidate, _)| *candidate == name)
        .map(|(_, value)| value.to_string())
}

/// A shipped text filled with cleared ones; an unknown place stays as it is.
fn cleared<E: Edition>(text: &'static str, values: &[(&str, Cleared<E>)]) -> Cleared<E> {
    let parts = catalogue::pieces(text)
        .into_iter()
        .flat_map(|piece| match piece {
            Piece::Text(words) => vec![Cleared::shipped(words)],
            Piece::Place(name) => match values.iter().find(|(candidate, _)| *candidate == name) {
                Some((_, value)) => vec![value.clone()],
                None => vec![
                    Cleared::shipped("{"),
                    Cleared::shipped(name),
                    Cleared::shipped("}"),
                ],
            },
        });
    Cleared::joined(parts, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_for_an_edition_reads_as_it_does_elsewhere() {
        use domain::publicity::Public;

        let t = Texts::new(Locale::Fi);
        let values = [(
            "date",
            t.cleared_date::<Public>(jiff::civil::date(2026, 2, 1)),
        )];
        let said = t.cleared("common.updated", &values);
        assert_eq!(said.as_str(), "Päivitetty 1.2.2026");
        let days = t.cleared_count::<Public>("common.days", 1200, &[]);
        assert_eq!(days.as_str(), t.count("common.days", 1200));
        for names in [&[][..], &["a"], &["a", "b"], &["a", "b", "c"]] {
            let all: Vec<Cleared<Public>> = names.iter().map(|it| Cleared::shipped(it)).collect();
            assert_eq!(t.cleared_list(&all).as_str(), t.list(names));
        }
        assert_eq!(
            t.cleared::<Public>("common.updated", &[]).as_str(),
            "Päivitetty {date}"
        );
    }

    #[test]
    fn says_each_language_in_its_words() {
        let said = Locale::ALL.map(|locale| Texts::new(locale).say("source.interview"));
        assert_eq!(said, ["Haastattelut", "Intervjuer", "Interviews"]);
    }

    #[test]
    fn shows_a_missing_key_as_a_mark() {
        let t = Texts::new(Locale::Sv);
        assert!(!t.has("no.such.key"));
        assert_eq!(t.say("no.such.key"), "⟦no.such.key⟧");
        assert_eq!(t.with("no.such.key", &[("a", &1)]), "⟦no.such.key⟧");
        assert_eq!(t.count("no.such.key", 2_usize), "⟦no.such.key⟧");
    }

    #[test]
    fn chooses_the_plural_by_number() {
        let days = |locale, n: usize| Texts::new(locale).count("common.days", n);
        assert_eq!(
            [0, 1, 2].map(|n| days(Locale::Fi, n)),
            ["0 päivää", "1 päivä", "2 päivää"]
        );
        assert_eq!(
            Locale::ALL.map(|locale| days(locale, 1)),
            ["1 päivä", "1 dag", "1 day"]
        );
        assert_eq!(days(Locale::En, 1200), "1,200 days");
        assert_eq!(Texts::new(Locale::Fi).say("common.days"), "⟦common.days⟧");
    }

    #[test]
    fn fills_values_of_different_kinds() {
        let date = String::from("1.2.2026");
        let said = Texts::new(Locale::Fi).with("common.updated", &[("n", &1), ("date", &date)]);
        assert_eq!(said, "Päivitetty 1.2.2026");
    }

    /// Days whose parts are written with one figure and with two, in every month.
    fn days() -> impl Iterator<Item = Date> {
        (1..=12).flat_map(|month| [1, 9, 28].map(|day| jiff::civil::date(2027, month, day)))
    }

    #[test]
    fn a_day_of_an_edition_is_the_same_day_in_every_language() {
        for locale in Locale::ALL {
            let t = Texts::new(locale);
            for day in days() {
                let cleared = t.cleared_date::<domain::publicity::Public>(day);
                assert_eq!(cleared.as_str(), t.date(day), "{locale}");
            }
        }
    }

    #[test]
    fn a_number_of_an_edition_is_the_same_number_in_every_language() {
        for locale in Locale::ALL {
            let t = Texts::new(locale);
            for n in [0, 1, -1, 999, 1_000, -1_234_567, i64::MAX, i64::MIN] {
                let cleared = t.cleared_number::<domain::publicity::Public>(n);
                assert_eq!(cleared.as_str(), t.number(n), "{locale} {n}");
            }
        }
    }

    /// Only one is singular: not none, not minus one, not eleven or twenty-one.
    #[test]
    fn one_alone_takes_the_singular() {
        for (locale, one, many) in [
            (Locale::Fi, "päivä", "päivää"),
            (Locale::Sv, "dag", "dagar"),
            (Locale::En, "day", "days"),
        ] {
            let t = Texts::new(locale);
            assert_eq!(t.count("common.days", 1), format!("1 {one}"));
            for n in [0_i64, 2, 11, 21, 101, -1, 1_000_001, i64::MAX] {
                assert_eq!(t.count("common.days", n), format!("{} {many}", t.number(n)));
            }
        }
    }

    #[test]
    fn what_fills_a_place_is_never_filled_again() {
        // A round may be called anything, also what looks like a place.
        let t = Texts::new(Locale::Fi);
        for name in ["{date}", "{n}", "{{date}}", "{", "}", "⟦x⟧"] {
            let said = t.with("common.updated", &[("date", &name)]);
            assert_eq!(said, format!("Päivitetty {name}"));
        }
        assert_eq!(t.with("common.updated", &[]), "Päivitetty {date}");
    }

    #[test]
    fn every_text_shows_its_places_filled_in_every_language() {
        for locale in Locale::ALL {
            for key in crate::audit::keys(locale) {
                shows_its_places(Texts::new(locale), key);
            }
        }
    }

    /// Every place of a text is filled, and no brace is left but those that are to be shown.
    fn shows_its_places(t: Texts, key: &str) {
        let places = crate::audit::placeholders(t.locale(), key);
        let value: &dyn Display = &"kanarialintu";
        let values: Vec<(&str, &dyn Display)> =
            places.iter().map(|place| (*place, value)).collect();
        let entry = t.entry(key).expect("a text of the catalogue");
        let said = match entry {
            Entry::Plural { .. } => [1, 7].map(|n| t.count_with(key, n, &values)).join("\n"),
            Entry::Plain(_) => t.with(key, &values),
        };
        let doubled = |form: &&str| form.matches("{{").count() + form.matches("}}").count();
        let shown: usize = entry.forms().iter().map(doubled).sum();
        assert_eq!(said.matches(['{', '}']).count(), shown, "{key}: {said}");
        assert!(!said.contains('⟦'), "{key}: {said}");
        assert!(
            said.matches("kanarialintu").count() >= places.len(),
            "{key}: {said}"
        );
    }
}
