//! The secret in a letter or a form, and the unrelated traces it leaves.

use std::fmt;

use domain::{OrgId, SurveyId};
use hmac::{Hmac, KeyInit, Mac};
use rand::CryptoRng;
use sha2::{Digest, Sha256};

/// Where a ballot belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) org: OrgId,
    pub(crate) survey: SurveyId,
}

impl Place {
    /// The two ids one after another, to bind what is sealed or hashed to its survey.
    pub(crate) fn bytes(self) -> Vec<u8> {
        [self.org.0.as_bytes().as_slice(), self.survey.0.as_bytes()].concat()
    }
}

/// 128 random bits that let one person answer once.
///
/// Made once, printed once; what is stored can be recomputed from it but not turned back into it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; TOKEN_BYTES]);

const TOKEN_BYTES: usize = 16;

/// Symbols that carry the token: 26 times 5 bits hold 128.
const DATA_SYMBOLS: usize = 26;

/// Symbols after them that tell a typing mistake from an unknown code.
const CHECK_SYMBOLS: usize = 2;

/// Symbols between two hyphens.
const GROUP: usize = 4;

/// Digits and letters without I, L, O and U, which are misread or misheard.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Why a typed code is not a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenUnreadable {
    /// Too short or too long.
    #[error("the code has the wrong length")]
    Length,
    /// A symbol that no code has.
    #[error("the code has a symbol that no code has")]
    Symbol(char),
    /// The check symbols do not fit: a typing mistake.
    #[error("the code has a typing mistake")]
    Check,
}

impl fmt::Debug for Token {
    /// Shows nothing of the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// Draws a token.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; TOKEN_BYTES];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The code as it is printed and typed: seven groups of four symbols.
    pub fn code(&self) -> String {
        let mut value = u128::from_be_bytes(self.0);
        let mut data = [0; DATA_SYMBOLS];
        for digit in data.iter_mut().rev() {
            *digit = low_five_bits(value);
            value >>= 5;
        }
        let symbols = data.into_iter().chain(self.check()).map(symbol);
        let mut code = String::with_capacity(34);
        for (at, symbol) in symbols.enumerate() {
            if at > 0 && at % GROUP == 0 {
                code.push('-');
            }
            code.push(symbol);
        }
        code
    }

    /// Reads a code as people type it: in any case, with or without hyphens, O for 0, I or L for 1.
    ///
    /// # Errors
    /// When it cannot be a code; whether it is on a roll is another matter.
    pub fn parse(text: &str) -> Result<Self, TokenUnreadable> {
        let mut digits = Vec::with_capacity(DATA_SYMBOLS + CHECK_SYMBOLS);
        for typed in text
            .chars()
            .filter(|c| !c.is_whitespace() && !is_hyphen(*c))
        {
            if digits.len() == DATA_SYMBOLS + CHECK_SYMBOLS {
                return Err(TokenUnreadable::Length);
            }
            digits.push(digit(typed).ok_or(TokenUnreadable::Symbol(typed))?);
        }
        let (data, check) = digits
            .split_at_checked(DATA_SYMBOLS)
            .ok_or(TokenUnreadable::Length)?;
        if check.len() != CHECK_SYMBOLS {
            return Err(TokenUnreadable::Length);
        }
        // 26 symbols hold 130 bits: the first one of a token is at most 7.
        let overflows = data.first().is_some_and(|first| *first > 7);
        let value = data
            .iter()
            .fold(0_u128, |value, digit| value << 5 | u128::from(*digit));
        let token = Self(value.to_be_bytes());
        if overflows || token.check().as_slice() != check {
            return Err(TokenUnreadable::Check);
        }
        Ok(token)
    }

    fn check(&self) -> [u8; CHECK_SYMBOLS] {
        let digest: [u8; 32] = Sha256::new()
            .chain_update(b"luotsi code check 1")
            .chain_update(self.0)
            .finalize()
            .into();
        let [first, second, ..] = digest;
        [first & 31, second & 31]
    }

    /// What the roll keeps of the token.
    pub(crate) fn roll_hash(&self, place: Place) -> Hash {
        self.trace(b"luotsi roll entry 1", place)
    }

    /// What the ballots keep of a used token. Without the token it cannot be joined with
    /// [`Token::roll_hash`]: the two are outputs of a keyed function whose key is the token.
    ///
    /// When waiting ballots of a survey were lost with their key, a new epoch begins and every code
    /// has another nullifier: it can be used again, unless its ballot has been counted.
    pub(crate) fn nullifier(&self, place: Place, epoch: i64) -> Hash {
        if epoch == 0 {
            return self.trace(b"luotsi nullifier 1", place);
        }
        let purpose = [b"luotsi nullifier 1 ".as_slice(), &epoch.to_be_bytes()].concat();
        self.trace(&purpose, place)
    }

    /// What the ballots keep of a token whose ballot has been counted. It travels with the ballot
    /// under its seal and is kept apart from it afterwards.
    pub(crate) fn counted(&self, place: Place) -> Hash {
        self.trace(b"luotsi counted 1", place)
    }

    fn trace(&self, purpose: &[u8], place: Place) -> Hash {
        // A key of block size cannot be refused; the rest is zero, as HMAC itself pads.
        let mut block = [0; 64];
        for (to, from) in block.iter_mut().zip(self.0) {
            *to = from;
        }
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(purpose);
        mac.update(&place.bytes());
        mac.finalize().into_bytes().into()
    }
}

/// Length of a trace.
pub(crate) const HASH_BYTES: usize = 32;

/// A trace of a token.
pub(crate) type Hash = [u8; HASH_BYTES];

const fn low_five_bits(value: u128) -> u8 {
    (value & 31) as u8
}

fn symbol(digit: u8) -> char {
    ALPHABET
        .get(usize::from(digit))
        .map_or('0', |symbol| char::from(*symbol))
}

fn digit(typed: char) -> Option<u8> {
    let upper = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = ALPHABET
        .iter()
        .position(|symbol| char::from(*symbol) == upper)?;
    u8::try_from(at).ok()
}

/// Hyphens as keyboards and word processors make them.
const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2014}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let mut rng = StdRng::seed_from_u64(1);
        for _ in 0..200 {
            let token = Token::random(&mut rng);
            let code = token.code();
            assert_eq!(code.len(), 34);
            assert_eq!(Token::parse(&code), Ok(token.clone()));
            let sloppy = code
                .to_lowercase()
                .replace('-', " \u{2013}")
                .replace('0', "o");
            assert_eq!(Token::parse(&sloppy), Ok(token));
        }
    }

    #[test]
    fn a_typing_mistake_is_told_from_an_unknown_code() {
        let code = Token([7; 16]).code();
        assert_eq!(
            Token::parse(code.get(1..).unwrap()),
            Err(TokenUnreadable::Length)
        );
        assert_eq!(
            Token::parse(&format!("{code}0")),
            Err(TokenUnreadable::Length)
        );
        assert_eq!(
            Token::parse(&code.replacen('0', "U", 1)),
            Err(TokenUnreadable::Symbol('U'))
        );
        let mut typed: Vec<char> = code.chars().collect();
        typed[5] = if typed[5] == '2' { '3' } else { '2' };
        let typed: String = typed.into_iter().collect();
        assert_eq!(Token::parse(&typed), Err(TokenUnreadable::Check));
    }

    #[test]
    fn the_traces_differ_and_belong_to_one_survey() {
        let token = Token([3; 16]);
        let place = |low| Place {
            org: OrgId(Uuid::from_u128(1)),
            survey: SurveyId(Uuid::from_u128(low)),
        };
        let traces = [
            token.roll_hash(place(2)),
            token.nullifier(place(2), 0),
            token.nullifier(place(3), 0),
            token.nullifier(place(2), 1),
            token.nullifier(place(2), 2),
            token.counted(place(2)),
            token.counted(place(3)),
        ];
        let different: std::collections::BTreeSet<Hash> = traces.into_iter().collect();
        assert_eq!(different.len(), traces.len());
        assert_eq!(format!("{token:?}"), "Token(…)");
    }
}
