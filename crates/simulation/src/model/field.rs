//! A field of a JSON document that knows its path, so that an error can say where.

use serde_json::{Map, Value};

use super::ModelError;
use super::check::refuse;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Field<'a> {
    pub(super) at: String,
    pub(super) value: &'a Value,
}

/// An object and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Object<'a> {
    at: String,
    map: &'a Map<String, Value>,
}

impl<'a> Field<'a> {
    pub(super) fn refuse<T>(&self, problem: &str, hint: &str) -> Result<T, ModelError> {
        refuse(&self.at, problem, hint)
    }

    pub(super) fn number(&self) -> Result<f64, ModelError> {
        match self.value.as_f64().filter(|number| number.is_finite()) {
            Some(number) => Ok(number),
            None => self.refuse("not a number", "write a number, with a point for decimals"),
        }
    }

    pub(super) fn count(&self) -> Result<usize, ModelError> {
        let count = self.value.as_u64().and_then(|n| usize::try_from(n).ok());
        match count {
            Some(count) => Ok(count),
            None => self.refuse("not a whole number", "write a number such as 0, 1, 2"),
        }
    }

    pub(super) fn text(&self) -> Result<&'a str, ModelError> {
        match self.value.as_str() {
            Some(text) => Ok(text),
            None => self.refuse("not a text", "write it in quotation marks"),
        }
    }

    pub(super) fn list(&self) -> Result<Vec<Field<'a>>, ModelError> {
        let Some(values) = self.value.as_array() else {
            return self.refuse("not a list", "write it in square brackets");
        };
        let field = |(i, value)| Field {
            at: format!("{}[{i}]", self.at),
            value,
        };
        Ok(values.iter().enumerate().map(field).collect())
    }

    pub(super) fn pair(&self) -> Result<(f64, f64), ModelError> {
        match self.list()?.as_slice() {
            [low, high] => Ok((low.number()?, high.number()?)),
            _ => self.refuse("not two numbers", "write [lower, upper]"),
        }
    }

    /// An object that has no other fields than these; a misspelt field would be a silent default.
    pub(super) fn object(&self, known: &[&str]) -> Result<Object<'a>, ModelError> {
        let Some(map) = self.value.as_object() else {
            return self.refuse("not an object", "write it in curly brackets");
        };
        let stranger = map
            .keys()
            .find(|key| !known.contains(&key.as_str()) && key.as_str() != "note");
        if let Some(stranger) = stranger {
            let hint = format!("fields here are: {}", known.join(", "));
            let at = join(&self.at, stranger);
            return refuse(&at, "no such field", &hint);
        }
        let at = self.at.clone();
        Ok(Object { at, map })
    }
}

fn join(at: &str, key: &str) -> String {
    if at.is_empty() {
        key.to_owned()
    } else {
        format!("{at}.{key}")
    }
}

impl<'a> Object<'a> {
    /// The field, unless it is missing or null.
    pub(super) fn field(&self, key: &str) -> Option<Field<'a>> {
        let value = self.map.get(key).filter(|value| !value.is_null())?;
        let at = join(&self.at, key);
        Some(Field { at, value })
    }

    /// The one field of several that say the same, unless all are missing.
    pub(super) fn only(&self, keys: &[&str], what: &str) -> Result<Option<Field<'a>>, ModelError> {
        let mut given = keys.iter().filter_map(|key| self.field(key));
        let first = given.next();
        match given.next() {
            Some(second) => {
                let hint = format!("leave one of them: {}", keys.join(", "));
                second.refuse(&format!("{what} is told twice"), &hint)
            }
            None => Ok(first),
        }
    }

    pub(super) fn required(&self, key: &str) -> Result<Field<'a>, ModelError> {
        match self.field(key) {
            Some(field) => Ok(field),
            None => refuse(&join(&self.at, key), "missing", "add the field"),
        }
    }

    pub(super) fn number_or(&self, key: &str, default: f64) -> Result<f64, ModelError> {
        self.field(key).map_or(Ok(default), |field| field.number())
    }

    pub(super) fn text_or(&self, key: &str, default: &str) -> Result<String, ModelError> {
        self.field(key)
            .map_or(Ok(default), |field| field.text())
            .map(str::to_owned)
    }

    pub(super) fn pair(&self, key: &str) -> Result<Option<(f64, f64)>, ModelError> {
        self.field(key).map(|field| field.pair()).transpose()
    }

    /// The entries of a list, none when it is missing.
    pub(super) fn list(&self, key: &str) -> Result<Vec<Field<'a>>, ModelError> {
        self.field(key).map_or(Ok(Vec::new()), |field| field.list())
    }
}
