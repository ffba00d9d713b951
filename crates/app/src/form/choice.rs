//! Kinds of fields in which something is chosen.

use i18n::Texts;

use super::kind::{Kind, first};
use super::sheet::{Control, Offer};
use super::walk::Fault;

/// What can be chosen: each value with its code and label.
pub type Offers<T> = Vec<(T, Offer)>;

/// Offers of values with a code and a label each.
pub fn offers<T, C, L>(all: impl IntoIterator<Item = (T, C, L)>) -> Offers<T>
where
    C: ToString,
    L: Into<String>,
{
    let offer = |(value, code, label): (T, C, L)| (value, Offer::new(code, label));
    all.into_iter().map(offer).collect()
}

/// A closed set of words ([`domain::words`]) as offers: the label of each is the text of
/// `{prefix}.{code}`, its hint that of `{prefix}.{code}-hint` if there is one.
pub fn word_offers<T: domain::Word>(t: Texts, prefix: &str) -> Offers<T> {
    let offer = |value: &T| {
        let key = format!("{prefix}.{}", value.word());
        let hint = format!("{key}-hint");
        let hint = if t.has(&hint) { t.say(&hint) } else { "" };
        (*value, Offer::new(value.word(), t.say(&key)).hint(hint))
    };
    T::words().iter().map(offer).collect()
}

fn plain<T>(offers: &[(T, Offer)]) -> Vec<Offer> {
    offers.iter().map(|(_, offer)| offer.clone()).collect()
}

/// One of several.
#[derive(Debug, Clone)]
pub struct Pick<T> {
    offers: Offers<T>,
    empty: Option<&'static str>,
    preset: Option<String>,
    layout: Layout,
}

/// How what can be picked is laid out.
#[derive(Debug, Clone, Copy)]
enum Layout {
    List,
    Stacked,
    Row,
}

/// One of several, from a list that opens.
pub fn pick<T>(offers: Offers<T>) -> Pick<T> {
    Pick {
        offers,
        empty: None,
        preset: None,
        layout: Layout::List,
    }
}

impl<T> Pick<T> {
    /// All are visible at once.
    #[must_use]
    pub fn visible(mut self) -> Self {
        self.layout = Layout::Stacked;
        self
    }

    /// All are visible at once, side by side where there is room.
    #[must_use]
    pub fn in_row(mut self) -> Self {
        self.layout = Layout::Row;
        self
    }

    /// Key of the text of the first, empty choice.
    #[must_use]
    pub fn empty(mut self, key: &'static str) -> Self {
        self.empty = Some(key);
        self
    }

    /// What a new form has chosen.
    #[must_use]
    pub fn preset(mut self, code: &str) -> Self {
        self.preset = Some(code.to_owned());
        self
    }
}

impl<T: Clone + PartialEq> Kind for Pick<T> {
    type Value = T;

    fn read(&self, typed: &[String]) -> Result<T, Fault> {
        let code = first(typed);
        let found = self.offers.iter().find(|(_, offer)| offer.code == code);
        found
            .map(|(value, _)| value.clone())
            .ok_or(Fault::new("error.form.choose"))
    }

    fn show(&self, value: &T, _: Texts) -> Vec<String> {
        let found = self.offers.iter().find(|(offered, _)| offered == value);
        found
            .map(|(_, offer)| offer.code.clone())
            .into_iter()
            .collect()
    }

    fn blank(&self) -> Vec<String> {
        self.preset.clone().into_iter().collect()
    }

    fn control(&self, t: Texts) -> Control {
        let offers = plain(&self.offers);
        let empty = self.empty.map_or("", |key| t.say(key)).to_owned();
        match self.layout {
            Layout::List => Control::Select { offers, empty },
            Layout::Stacked => Control::Radios {
                offers,
                is_row: false,
            },
            Layout::Row => Control::Radios {
                offers,
                is_row: true,
            },
        }
    }
}

/// Any of several.
#[derive(Debug, Clone)]
pub struct Boxes<T> {
    offers: Offers<T>,
    is_required: bool,
    add: Option<(&'static str, &'static str)>,
}

/// Any of several; what is no longer offered is left out.
pub fn choose<T>(offers: Offers<T>) -> Boxes<T> {
    Boxes {
        offers,
        is_required: false,
        add: None,
    }
}

impl<T> Boxes<T> {
    /// One at least must be chosen.
    #[must_use]
    pub fn at_least_one(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Too many to show at once: boxes for those that are chosen, and a list that adds one more.
    /// Keys of the label of the list and of its first, empty choice.
    #[must_use]
    pub fn of_many(mut self, label: &'static str, empty: &'static str) -> Self {
        self.add = Some((label, empty));
        self
    }
}

impl<T: Clone + PartialEq> Kind for Boxes<T> {
    type Value = Vec<T>;

    fn read(&self, typed: &[String]) -> Result<Vec<T>, Fault> {
        let chosen = self
            .offers
            .iter()
            .filter(|(_, it)| typed.contains(&it.code));
        let chosen: Vec<T> = chosen.map(|(value, _)| value.clone()).collect();
        if self.is_required && chosen.is_empty() {
            return Err(Fault::new("error.form.choose"));
        }
        Ok(chosen)
    }

    fn show(&self, value: &Vec<T>, _: Texts) -> Vec<String> {
        let chosen = self.offers.iter().filter(|(it, _)| value.contains(it));
        chosen.map(|(_, offer)| offer.code.clone()).collect()
    }

    fn control(&self, t: Texts) -> Control {
        let offers = plain(&self.offers);
        match self.add {
            None => Control::Boxes { offers },
            Some((label, empty)) => Control::Many {
                offers,
                label: t.say(label).to_owned(),
                empty: t.say(empty).to_owned(),
            },
        }
    }

    fn is_required(&self) -> bool {
        self.is_required
    }
}

/// Yes or no.
#[derive(Debug, Clone, Copy)]
pub struct Tick;

/// One box to tick.
pub const fn tick() -> Tick {
    Tick
}

impl Kind for Tick {
    type Value = bool;

    fn read(&self, typed: &[String]) -> Result<bool, Fault> {
        Ok(!first(typed).is_empty())
    }

    fn show(&self, value: &bool, _: Texts) -> Vec<String> {
        if *value {
            vec!["true".to_owned()]
        } else {
            Vec::new()
        }
    }

    fn control(&self, _: Texts) -> Control {
        Control::Tick
    }

    fn is_required(&self) -> bool {
        false
    }
}
