//! What a use case can answer besides success.

use std::borrow::Cow;

use domain::text::TextError;
use store::StoreError;

/// A use case's result.
pub type Outcome<T> = Result<T, Error>;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing in this organisation, or the person is not a member of it.
    #[error("not found")]
    NotFound,
    /// The person is a member without the right.
    #[error("not allowed")]
    Forbidden,
    /// Someone else changed it meanwhile; nothing was written.
    #[error("changed by someone else meanwhile")]
    Conflict,
    /// Something in the form must be corrected; nothing was written.
    #[error("the input must be corrected")]
    Invalid(Invalid),
    /// What was asked cannot be done in this state; the key names the sentence that says why.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// Too much heavy work is under way; nothing was done, and it can be asked for again soon.
    #[error("too busy now")]
    Busy,
    /// The store failed.
    #[error("the store failed")]
    Store(#[source] StoreError),
    /// A report could not be made.
    #[error("the report could not be made")]
    Report(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            // What must be unique and is there already was written by someone else, or by the same
            // form before.
            StoreError::Conflict | StoreError::Taken => Self::Conflict,
            other => Self::Store(other),
        }
    }
}

impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

/// What must be corrected in a form: field names with the keys of the sentences that say how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invalid {
    /// Field name and message key, in the order of the form.
    pub fields: Vec<(Cow<'static, str>, &'static str)>,
}

impl Invalid {
    /// One field.
    pub fn field(name: &'static str, key: &'static str) -> Self {
        Self {
            fields: vec![(Cow::Borrowed(name), key)],
        }
    }

    /// Notes that a field must be corrected.
    pub fn add(&mut self, name: &'static str, key: &'static str) {
        self.fields.push((Cow::Borrowed(name), key));
    }

    /// Takes the value, or notes what is wrong with the text of a field.
    pub fn text<T>(&mut self, name: &'static str, read: Result<T, TextError>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(name, text_key(error));
                None
            }
        }
    }

    /// Takes the value, or notes the key.
    pub fn need<T>(
        &mut self,
        name: &'static str,
        key: &'static str,
        value: Option<T>,
    ) -> Option<T> {
        if value.is_none() {
            self.add(name, key);
        }
        value
    }

    /// The message key of a field, if it must be corrected.
    pub fn of(&self, name: &str) -> Option<&'static str> {
        self.fields
            .iter()
            .find(|(field, _)| *field == name)
            .map(|(_, key)| *key)
    }

    /// An error when anything was noted. Call it once every field has been read.
    pub fn check(self) -> Result<(), Error> {
        if self.fields.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self))
        }
    }
}

/// The message key of a text error.
pub(crate) const fn text_key(error: TextError) -> &'static str {
    match error {
        TextError::Empty => "error.field.empty",
        TextError::TooLong { .. } => "error.field.too-long",
    }
}
