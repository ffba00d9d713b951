//! What a person studies.

use std::collections::BTreeMap;

use content::training::Module;
use domain::UserId;
use domain::handbook::Open;
use domain::identity::Permission;
use domain::training::{Body, Done, Term};
use reports::training::Certificate;

use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::leadership::{File, FileFormat, print};

/// A module and whether the person has done it this term.
#[derive(Debug, Clone)]
pub struct ModuleState {
    /// The module.
    pub module: &'static Module,
    /// How it went; nothing when it has not been done.
    pub done: Option<Done>,
}

/// A person's training this term.
#[derive(Debug, Clone)]
pub struct Mine {
    /// The council term.
    pub term: Term,
    /// The body in which the person trains, once told.
    pub body: Option<Body>,
    /// Every module.
    pub modules: Vec<ModuleState>,
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
    Ok(Mine {
        term,
        body: org.training_body(person, term).await?,
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

/// The person tells the body in which they train.
///
/// # Errors
/// [`Error::Invalid`] when no body is chosen.
pub async fn join(cx: &OrgCx, body: &str) -> Outcome<()> {
    let person = person(cx)?;
    let body = Body::from_code(body).ok_or(Invalid::field("body", "error.field.choose"))?;
    let mut org = cx.write().await?;
    org.join_training(person, Term::of(cx.today()), body)
        .await?;
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
            let title = Open::content(one.module.title.text(cx.locale()));
            Some((title, one.done.as_ref()?.on))
        })
        .collect();
    let certificate = Certificate {
        organisation: Open::content(cx.organisation().name.text(cx.locale())),
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
