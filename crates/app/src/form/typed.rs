//! What a person typed into a form.

use std::collections::BTreeMap;
use std::str::FromStr;

/// The fields of a posted form, as typed. Pages keep them when something must be corrected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    values: BTreeMap<String, Vec<String>>,
}

impl Typed {
    /// Fields from names and values; a name may come several times.
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        let mut typed = Self::default();
        for (name, value) in pairs {
            typed.push((*name).to_owned(), (*value).to_owned());
        }
        typed
    }

    /// Adds one more value of a field.
    pub fn push(&mut self, name: String, value: String) {
        self.values.entry(name).or_default().push(value);
    }

    /// Replaces every value of a field.
    pub fn put(&mut self, name: &str, values: Vec<String>) {
        self.values.insert(name.to_owned(), values);
    }

    /// The same with one field's value replaced.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.put(name, vec![value.to_owned()]);
        self
    }

    /// The same with every value of one field replaced.
    #[must_use]
    pub fn with_all(mut self, name: &str, values: &[String]) -> Self {
        self.put(name, values.to_vec());
        self
    }

    /// The first value of a field, empty when missing.
    pub fn text(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    /// Every value of a field: check boxes.
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether the field was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Whether a check box is checked.
    pub fn is_on(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// The value, when the field holds one that can be read as `T`.
    pub fn read<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).trim().parse().ok()
    }

    /// Every name and value, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values
            .iter()
            .flat_map(|(name, all)| all.iter().map(move |value| (name.as_str(), value.as_str())))
    }
}
