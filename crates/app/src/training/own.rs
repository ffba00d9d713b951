//! What a person studies.

use std::collections::BTreeMap;

use content::training::Module;
use domain::UserId;
use domain::handbook::Open;
use domain::identity::Permission;
use domain::survey::{Anonymity, SurveyState};
use domain::training::{Body, Done, Enrolment, SurveyPart, Term, Way};
use jiff::civil::Date;
use reports::training::Certificate;
use store::OrgStore;

use super::modules;
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::print::{File, FileFormat, print};

/// A module and whether the person has done it this term.
#[derive(Debug, Clone)]
pub struct ModuleState {
    /// The module.
    pub module: &'static Module,
    /// How it went; nothing when it has not been done.
    pub done: Option<Done>,
}

/// A survey of the training that takes answers now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSurvey {
    /// Before or after.
    pub part: SurveyPart,
    /// The last day, when one has been told.
    pub closes_on: Option<Date>,
    /// The time promised to the respondent.
    pub minutes: u32,
    /// Address of the form; nothing when each has got a link of one's own.
    pub address: Option<String>,
}

/// A person's training this term.
#[derive(Debug, Clone)]
pub struct Mine {
    /// The council term.
    pub term: Term,
    /// Where the person trains, once told.
    pub enrolment: Option<Enrolment>,
    /// Every module.
    pub modules: Vec<ModuleState>,
    /// Whether the person trained in an earlier term and has done nothing in this.
    pub begins_anew: bool,
    /// Whether the person wants no reminders.
    pub is_quiet: bool,
    /// The surveys that take answers now.
    pub surveys: Vec<OpenSurvey>,
}

impl Mine {
    /// How many modules have been done.
    pub fn count(&self) -> usize {
        self.modules.iter().filter(|one| one.done.is_some()).count()
    }

    /// Whether every module has been done.
    pub fn is_whole(&self) -> bool {
        self.count() == self.modules.len()
    }

    /// The person's way; everything until told otherwise.
    pub fn way(&self) -> Way {
        self.enrolment.map_or(Way::Full, |one| one.way)
    }

    /// How many modules of the person's way have been done, and how many there are.
    pub fn on_the_way(&self) -> (usize, usize) {
        let way = modules(self.way());
        let is_done = |id: &str| {
            let mut all = self.modules.iter();
            all.any(|one| one.module.id == id && one.done.is_some())
        };
        let done = way.iter().filter(|one| is_done(&one.id)).count();
        (done, way.len())
    }
}

/// How one question was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Id of the question.
    pub question: String,
    /// Id of the chosen option.
    pub chosen: String,
    /// Whether it is right.
    pub is_right: bool,
}

/// A knowledge check that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Each question in order.
    pub verdicts: Vec<Verdict>,
}

impl Answered {
    /// How many are right.
    pub fn right(&self) -> usize {
        self.verdicts.iter().filter(|one| one.is_right).count()
    }
}

/// The person; the system studies nothing.
fn person(cx: &OrgCx) -> Outcome<UserId> {
    cx.require(Permission::TrainingTake)?;
    cx.actor().map(|actor| actor.id).ok_or(Error::Forbidden)
}

/// The person's own training this term.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn mine(cx: &OrgCx) -> Outcome<Mine> {
    let person = person(cx)?;
    let term = Term::of(cx.today());
    let mut org = cx.read().await?;
    let mut done: BTreeMap<String, Done> = org
        .training_done(person, term)
        .await?
        .into_iter()
        .map(|one| (one.module.clone(), one))
        .collect();
    let begins_anew = done.is_empty() && org.trained_before(person, term).await?.is_some();
    Ok(Mine {
        term,
        enrolment: org.enrolment(person, term).await?,
        begins_anew,
        is_quiet: org.wants_no_reminders(person).await?,
        surveys: open_surveys(cx, &mut org, term).await?,
        modules: content::training()
            .modules
            .iter()
            .map(|module| ModuleState {
                module,
                done: done.remove(&module.id),
            })
            .collect(),
    })
}

/// The surveys of the training that take answers now, as a participant may know them.
async fn open_surveys(cx: &OrgCx, org: &mut OrgStore, term: Term) -> Outcome<Vec<OpenSurvey>> {
    let mut found = Vec::new();
    for (part, id) in org.training_surveys(term).await? {
        let Some(survey) = org.survey(id).await? else {
            continue;
        };
        if survey.state != SurveyState::Open {
            continue;
        }
        let instrument = content::instrument(&survey.instrument);
        let is_open = survey.anonymity == Anonymity::Open;
        found.push(OpenSurvey {
            part,
            closes_on: survey.closes_on,
            minutes: instrument.map_or(0, |one| one.minutes),
            address: is_open.then(|| crate::survey::address(cx, &survey)),
        });
    }
    found.sort_by_key(|one| one.part);
    Ok(found)
}

/// The person tells the body in which they train, and the way they take.
///
/// # Errors
/// [`Error::Invalid`] when no body or way is chosen.
pub async fn join(cx: &OrgCx, body: &str, way: &str) -> Outcome<()> {
    let person = person(cx)?;
    let mut invalid = Invalid::default();
    let body = invalid.need("body", "error.field.choose", Body::from_code(body));
    let way = invalid.need("way", "error.field.choose", Way::from_code(way));
    invalid.check()?;
    let (Some(body), Some(way)) = (body, way) else {
        return Err(Error::NotFound);
    };
    let enrolment = Enrolment {
        body,
        way,
        joined_on: cx.today(),
    };
    let mut org = cx.write().await?;
    org.join_training(person, Term::of(cx.today()), enrolment)
        .await?;
    Ok(org.commit().await?)
}

/// The person tells whether they want reminders. Writes no audit entry: it is the person's own.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn want_reminders(cx: &OrgCx, wants: bool) -> Outcome<()> {
    let person = person(cx)?;
    let mut org = cx.write().await?;
    org.want_reminders(person, wants).await?;
    Ok(org.commit().await?)
}

/// Checks the answers to a module's questions, and keeps that the person has done it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such module, [`Error::Invalid`] when a question was left
/// unanswered; nothing is kept then.
pub async fn answer(
    cx: &OrgCx,
    module: &str,
    chosen: &BTreeMap<String, String>,
) -> Outcome<Answered> {
    let person = person(cx)?;
    let module = content::training().module(module).ok_or(Error::NotFound)?;
    let verdicts: Option<Vec<Verdict>> = module
        .questions
        .iter()
        .map(|question| {
            let id = chosen.get(&question.id)?;
            let option = question.options.iter().find(|option| option.id == *id)?;
            Some(Verdict {
                question: question.id.clone(),
                chosen: option.id.clone(),
                is_right: option.id == question.correct,
            })
        })
        .collect();
    let verdicts = verdicts.ok_or(Invalid::field("answers", "training.error.unanswered"))?;
    let answered = Answered { verdicts };
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let done = Done {
        module: module.id.clone(),
        correct: count(answered.right()),
        asked: count(answered.verdicts.len()),
        on: cx.today(),
    };
    let mut org = cx.write().await?;
    org.save_training_done(person, Term::of(cx.today()), &done)
        .await?;
    org.commit().await?;
    Ok(answered)
}

/// The person's own certificate.
///
/// # Errors
/// [`Error::Refused`] while a module has not been done.
pub async fn certificate(cx: &OrgCx) -> Outcome<File> {
    let mine = mine(cx).await?;
    if !mine.is_whole() {
        return Err(Error::Refused("training.certificate.not-yet"));
    }
    let name = cx
        .actor()
        .map(|actor| actor.name.clone())
        .unwrap_or_default();
    let modules: Vec<_> = mine
        .modules
        .iter()
        .filter_map(|one| {
            let title = Open::shipped(one.module.title.text(cx.locale()));
            Some((title, one.done.as_ref()?.on))
        })
        .collect();
    let certificate = Certificate {
        organisation: cx.organisation().open_name(cx.locale()),
        name,
        term: (mine.term.year(), mine.term.last_year()),
        date: modules
            .iter()
            .map(|(_, day)| *day)
            .max()
            .unwrap_or(cx.today()),
        modules,
        minutes: mine.modules.iter().map(|one| one.module.minutes).sum(),
    };
    let bytes = print(Box::new(certificate), FileFormat::Pdf, cx.locale()).await?;
    Ok(File {
        name: format!("{}.pdf", cx.texts().say("training.certificate.file-name")),
        content_type: FileFormat::Pdf.content_type(),
        bytes,
    })
}
