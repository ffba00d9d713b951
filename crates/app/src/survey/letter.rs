//! One-time links as letters. What makes a link exists here once and is kept nowhere.

use domain::SurveyId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::survey::{Anonymity, SECOND_PERSON_BELOW, Survey, SurveyState};
use store::{Invitee, OrgStore};

use super::printed::letters_file;
use super::{box_office, request};
use crate::address;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Walk, line, maybe, paragraph, whole};

/// What letters are asked for: a number of unnamed ones, and one for each line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLetters {
    /// Group, such as `Valtuusto`; may be empty.
    pub group: String,
    /// How many unnamed letters.
    pub unnamed: usize,
    /// A name or an address for each of the others.
    pub named: Vec<String>,
    /// Whether they are wanted as a file.
    pub is_file: bool,
}

impl Form for NewLetters {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let group = f.field(
            "group",
            "survey.letters.group",
            line(LINE_MOST).or_empty(),
            |it| it.group.clone(),
        );
        let number = maybe(whole(1..=i64::MAX));
        let number = f.field("number", "survey.letters.number", number, |it| {
            i64::try_from(it.unnamed).ok()
        });
        let list = paragraph()
            .most(LETTERS_MOST * LINE_MOST)
            .or_empty()
            .rows(6);
        let people = f.field("people", "survey.letters.people", list, |it| {
            it.named.join("\n")
        });
        let lines = people.iter().flat_map(|it| it.lines()).map(str::trim);
        let named: Vec<String> = lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        let is_short = named.iter().all(|line| line.chars().count() <= LINE_MOST);
        f.rule(&["people"], "survey.field.line-long", is_short);
        let is_nothing = number == Some(None) && people.is_some() && named.is_empty();
        f.rule(&["number"], "error.form.number", !is_nothing);
        let unnamed = usize::try_from(number?.unwrap_or_default()).unwrap_or(usize::MAX);
        let all = unnamed.saturating_add(named.len());
        f.rule(
            &["number"],
            "survey.field.letters-most",
            all <= LETTERS_MOST,
        );
        Some(Self {
            group: group?,
            unnamed,
            named,
            is_file: f.pressed("as") == "file",
        })
    }
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

/// What became of the letters that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// They are here, to print now or never.
    Made(Letters),
    /// So few are invited that a second person must confirm it first. No code exists yet.
    Waits,
}

impl Asked {
    /// The letters, if they have been made.
    pub fn made(self) -> Option<Letters> {
        match self {
            Self::Made(letters) => Some(letters),
            Self::Waits => None,
        }
    }
}

/// Makes one-time links, or asks a second person to confirm that they are made: whoever holds all
/// codes of a small survey but one can work out the one answer that is not their own.
///
/// # Errors
/// [`Error::Refused`] when the survey takes no letters.
pub async fn letters(cx: &OrgCx, id: SurveyId, new: &NewLetters) -> Outcome<Asked> {
    cx.require(Permission::SurveyManage)?;
    let people = invitees(&new.group, &new.named, new.unnamed);
    if new.is_file {
        let survey = cx.read().await?.survey(id).await?.ok_or(Error::NotFound)?;
        takes_letters(&survey)?;
        try_letters(cx, survey, &people).await?;
    }
    let mut org = cx.write().await?;
    let survey = org.survey(id).await?.ok_or(Error::NotFound)?;
    takes_letters(&survey)?;
    let made = box_office::invited(cx.app(), cx.organisation().id, id).await?;
    if needs_second(&survey, made, people.len()) {
        request::add(cx, org, id, new).await?;
        return Ok(Asked::Waits);
    }
    make(cx, org, survey, &people).await.map(Asked::Made)
}

/// Letters exist only of an open survey with codes.
pub(super) fn takes_letters(survey: &Survey) -> Outcome<()> {
    if survey.state == SurveyState::Open && survey.anonymity == Anonymity::Split {
        Ok(())
    } else {
        Err(Error::Refused("survey.refused.no-letters"))
    }
}

/// Whether so many more letters leave the survey with few invited, as it was opened or as it is. What
/// only waits to be confirmed does not count.
fn needs_second(survey: &Survey, made: i64, more: usize) -> bool {
    let more = i64::try_from(more).unwrap_or(i64::MAX);
    survey.invited.min(made.saturating_add(more)) < SECOND_PERSON_BELOW
}

/// Puts people on the roll and makes their letters. The codes are in the result and nowhere else.
pub(super) async fn make(
    cx: &OrgCx,
    mut org: OrgStore,
    survey: Survey,
    people: &[Invitee],
) -> Outcome<Letters> {
    let (app, owner) = (cx.app(), cx.organisation().id);
    let made = box_office::invite(app, owner, survey.id, people).await?;
    let all = box_office::invited(app, owner, survey.id).await?;
    org.count_letters(survey.id, all).await?;
    let audit = cx.audit(AuditKind::LettersMade, survey.id, made.len().to_string());
    org.audit(&audit).await?;
    org.commit().await?;
    super::answer::forget(app, &survey);
    let address = address(cx, &survey);
    let letters = made.into_iter().map(|one| {
        let invitee = Invitee {
            group: one.group,
            contact: one.contact,
        };
        letter(&address, one.token.code(), invitee)
    });
    Ok(Letters {
        survey,
        letters: letters.collect(),
    })
}

fn letter(address: &str, code: String, invitee: Invitee) -> Letter {
    Letter {
        link: format!("{address}#{code}"),
        address: address.to_owned(),
        code,
        group: invitee.group,
        contact: invitee.contact,
    }
}

/// Prints the letters as they will be, with a code that opens nothing, before any that opens something
/// is made: what cannot be printed must neither use codes up nor put anybody on the roll.
pub(super) async fn try_letters(cx: &OrgCx, survey: Survey, people: &[Invitee]) -> Outcome<()> {
    let (address, token) = (address(cx, &survey), box_office::token(cx.app()));
    let tried = |invitee: &Invitee| letter(&address, token.code(), invitee.clone());
    let letters = people.iter().map(tried).collect();
    letters_file(cx, &Letters { survey, letters }).await?;
    Ok(())
}

/// The address of the answering page.
pub fn address(cx: &OrgCx, survey: &Survey) -> String {
    address::SURVEY.whole(cx.app().settings(), [&survey.link_code])
}

/// One for each line of the list, then the unnamed.
pub(super) fn invitees(group: &str, named: &[String], unnamed: usize) -> Vec<Invitee> {
    let unnamed = std::iter::repeat_n("", unnamed);
    let named = named.iter().map(String::as_str);
    named
        .chain(unnamed)
        .map(|contact| Invitee {
            group: group.to_owned(),
            contact: contact.to_owned(),
        })
        .collect()
}
