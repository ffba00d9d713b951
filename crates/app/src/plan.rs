//! What has been decided about backups: where, for whose keys, and how long.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use store::Part;

/// Where backups go, who can open them and how long they are kept.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The folder that they are written to, best on another machine.
    pub folder: PathBuf,
    /// Where each is restored for its proof: of the same protection as the data.
    pub scratch: PathBuf,
    /// Whose keys open which of the three files.
    pub custodians: Custodians,
    /// How many are kept.
    pub keep: Keep,
}

/// Whose keys open which of the three files.
#[derive(Debug, Clone)]
pub struct Custodians {
    /// Everything but rolls and ballots.
    pub main: Vec<Custodian>,
    /// Who is invited to surveys.
    pub roll: Vec<Custodian>,
    /// What was answered.
    pub ballots: Vec<Custodian>,
}

impl Custodians {
    pub(crate) fn of(&self, part: Part) -> &[Custodian] {
        match part {
            Part::Main => &self.main,
            Part::Roll => &self.roll,
            Part::Ballots => &self.ballots,
        }
    }
}

/// How many backups are kept: of so many days, weeks and months the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Days.
    pub days: usize,
    /// Weeks.
    pub weeks: usize,
    /// Months.
    pub months: usize,
}

impl Default for Keep {
    fn default() -> Self {
        Self {
            days: 7,
            weeks: 5,
            // The list of whom a survey invited is erased on its day: a year of backups would keep it.
            months: 0,
        }
    }
}

/// The public key of somebody who can open backups: `age1…`.
#[derive(Clone)]
pub struct Custodian(pub(crate) Recipient);

impl fmt::Debug for Custodian {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Custodian {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim().parse().map(Self)
    }
}

/// Secret keys that open backups. They are on the server only while one is restored or checked.
#[derive(Clone)]
pub struct Keys(pub(crate) Vec<Identity>);

impl fmt::Debug for Keys {
    /// Shows nothing of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

impl Keys {
    /// Reads a file of keys: one a line, `AGE-SECRET-KEY-1…`; lines that begin with `#` are notes.
    /// Nothing when a line is no key, or none is there.
    pub fn parse(text: &str) -> Option<Self> {
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Option<Vec<Identity>> = lines.map(|line| line.parse().ok()).collect();
        keys.filter(|keys| !keys.is_empty()).map(Self)
    }

    /// These and others.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// A new key for a custodian: what is public of it, and the secret as it is kept.
    pub fn draw() -> (Custodian, String) {
        let key = Identity::generate();
        let secret = key.to_string().expose_secret().to_owned();
        (Custodian(key.to_public()), secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_read_whole_or_not_at_all() {
        let (public, secret) = Keys::draw();
        assert!(format!("{public:?}").starts_with("age1"));
        assert!(format!("{public:?}").parse::<Custodian>().is_ok());
        let keys = Keys::parse(&format!("# the mayor's\n\n {secret}\n")).unwrap();
        assert!(!format!("{keys:?}").contains("AGE"));
        for text in [
            "",
            "# only a note",
            &format!("{secret}\nhello"),
            "AGE-SECRET-KEY-1AAAA",
        ] {
            assert!(Keys::parse(text).is_none(), "{text}");
        }
        // A secret key in the settings of the server would undo everything.
        assert!(secret.parse::<Custodian>().is_err());
    }
}
