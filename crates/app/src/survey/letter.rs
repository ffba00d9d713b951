//! One-time links as letters. What makes a link exists here once and is kept nowhere.

use domain::SurveyId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::survey::{Anonymity, Survey, SurveyState};
use store::Invitee;

use super::box_office;
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};

/// What letters are asked for: a number of unnamed ones, or one for each line of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NewLetters<'a> {
    /// Group, such as `Valtuusto`; may be empty.
    pub group: &'a str,
    /// How many unnamed letters; may be empty when there is a list.
    pub number: &'a str,
    /// A name or an address a line; may be empty.
    pub people: &'a str,
}

/// Letters to print now or never.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letters {
    /// The survey.
    pub survey: Survey,
    /// One for each person.
    pub letters: Vec<Letter>,
}

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The whole address with the code after `#`, which browsers do not send anywhere.
    pub link: String,
    /// The address without the code, for typing.
    pub address: String,
    /// The code, for typing.
    pub code: String,
    /// Group.
    pub group: String,
    /// To whom the letter goes, if a list was given.
    pub contact: String,
}

/// The most letters at a time: a browser must be able to print them.
const LETTERS_MOST: usize = 1_000;

/// The most characters of a group's name or of a line of the list.
const LINE_MOST: usize = 200;

/// Makes one-time links. The codes are in the result and nowhere else.
///
/// # Errors
/// [`Error::Invalid`] with the fields to mend, [`Error::Refused`] when the survey takes no letters.
pub async fn letters(cx: &OrgCx, id: SurveyId, new: NewLetters<'_>) -> Outcome<Letters> {
    cx.require(Permission::SurveyManage)?;
    let people = invitees(new)?;
    let mut org = cx.write().await?;
    let survey = org.survey(id).await?.ok_or(Error::NotFound)?;
    if survey.state != SurveyState::Open || survey.anonymity != Anonymity::Split {
        return Err(Error::Refused("survey.refused.no-letters"));
    }
    let place = (cx.organisation().id, id);
    let made = box_office::invite(cx.app(), place, &people).await?;
    let audit = cx.audit(AuditKind::LettersMade, id, made.len().to_string());
    org.audit(&audit).await?;
    org.commit().await?;
    let address = address(cx, &survey);
    let letters = made
        .into_iter()
        .map(|one| {
            let code = one.token.code();
            Letter {
                link: format!("{address}#{code}"),
                address: address.clone(),
                code,
                group: one.group,
                contact: one.contact,
            }
        })
        .collect();
    Ok(Letters { survey, letters })
}

/// The address of the answering page.
pub fn address(cx: &OrgCx, survey: &Survey) -> String {
    let base = &cx.app().settings().base_url;
    format!("{base}/survey/{}", survey.link_code)
}

fn invitees(new: NewLetters<'_>) -> Outcome<Vec<Invitee>> {
    let group = new.group.trim();
    let named: Vec<&str> = new
        .people
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let mut invalid = Invalid::default();
    if group.chars().count() > LINE_MOST {
        invalid.add("group", "error.field.too-long");
    }
    if named.iter().any(|line| line.chars().count() > LINE_MOST) {
        invalid.add("people", "error.field.too-long");
    }
    let unnamed: usize = match new.number.trim() {
        "" if named.is_empty() => {
            invalid.add("number", "error.field.number");
            0
        }
        "" => 0,
        text => text.parse().ok().filter(|n| *n > 0).unwrap_or_else(|| {
            invalid.add("number", "error.field.number");
            0
        }),
    };
    if unnamed.saturating_add(named.len()) > LETTERS_MOST {
        invalid.add("number", "survey.field.letters-most");
    }
    invalid.check()?;
    let unnamed = std::iter::repeat_n("", unnamed);
    Ok(named
        .into_iter()
        .chain(unnamed)
        .map(|contact| Invitee {
            group: group.to_owned(),
            contact: contact.to_owned(),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_and_a_number_make_one_letter_each() {
        let new = NewLetters {
            group: "Valtuusto",
            number: "2",
            people: "Maija Malli\n\n  matti@example.fi  ",
        };
        let made = invitees(new).unwrap();
        let contacts: Vec<&str> = made.iter().map(|one| one.contact.as_str()).collect();
        assert_eq!(contacts, ["Maija Malli", "matti@example.fi", "", ""]);
        assert!(made.iter().all(|one| one.group == "Valtuusto"));
    }

    #[test]
    fn nothing_and_far_too_many_are_refused() {
        for number in ["", "0", "-3", "kaksi", "1001"] {
            let new = NewLetters {
                number,
                ..NewLetters::default()
            };
            assert!(invitees(new).is_err(), "{number}");
        }
    }
}
