//! Survey answers from a survey tool's file: a survey of their own, closed from the beginning.

use std::collections::BTreeMap;
use std::sync::Arc;

use content::{Instrument, Kind};
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::survey::{Anonymity, KEEP_DAYS, Level, MINIMUM_CELL, Survey, SurveyState};
use domain::text::Title;
use domain::{Locale, Localised, RoundId, SurveyId};
use exchange::answers::{
    Choice, Codebook, ImportedAnswer, ImportedBallot, Mapping, Matched, Question, QuestionKind,
};
use rand::SeedableRng;
use rand::rngs::StdRng;
use store::{Ballot, Seed};

use super::account::{Account, Extent, Taken};
use super::again::{Again, Twin, twins};
use super::staged::Given;
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::heavy::{Work, apart};
use crate::round::open_round;

/// How a file of answers is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswersPlan {
    /// The shipped instrument that was asked.
    pub instrument: String,
    /// Name of the survey; empty for the instrument's own.
    pub title: String,
    /// Whether columns that are only like a question are taken for it.
    pub accept_similar: bool,
    /// What values that are no labels mean. Values not named here mean what they suggest.
    pub levels: BTreeMap<String, Level>,
    /// Whether suggestions for such values are taken.
    pub accept_suggested: bool,
    /// What is done when the same answers were imported before; they are not taken until this is said.
    pub again: Option<Again>,
}

impl AnswersPlan {
    /// Takes everything that the file suggests, for the instrument.
    pub fn of(instrument: &str) -> Self {
        Self {
            instrument: instrument.to_owned(),
            title: String::new(),
            accept_similar: true,
            levels: BTreeMap::new(),
            accept_suggested: true,
            again: None,
        }
    }
}

/// A column that is only like a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarColumn {
    /// The header.
    pub header: String,
    /// The question it is taken for.
    pub question: Localised,
    /// How much alike they are, in per cent.
    pub percent: u8,
}

/// A value that is no label of the scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    /// The value.
    pub value: String,
    /// How many cells hold it.
    pub count: usize,
    /// What it means by the plan, if anything.
    pub level: Option<Level>,
}

/// The account of a file of answers, with what a person must look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswersAccount {
    /// What is taken, question by question, and what is not.
    pub account: Account,
    /// Columns that are only like a question.
    pub similar: Vec<SimilarColumn>,
    /// Values that are no labels of the scale.
    pub values: Vec<UnknownValue>,
    /// The survey of the round that holds the same answers already.
    pub twin: Option<Twin>,
}

struct Read {
    ballots: Vec<Ballot>,
    shown: AnswersAccount,
}

/// What would be taken of a file of answers.
///
/// # Errors
/// [`Error::NotFound`] when there is no such round; [`Error::Invalid`] for an unknown instrument.
pub async fn preview_answers(
    cx: &OrgCx,
    round: RoundId,
    file: &[u8],
    plan: &AnswersPlan,
) -> Outcome<AnswersAccount> {
    cx.require(Permission::Import)?;
    answers_account(cx, round, file.into(), plan).await
}

pub(super) async fn answers_account(
    cx: &OrgCx,
    round: RoundId,
    file: Arc<[u8]>,
    plan: &AnswersPlan,
) -> Outcome<AnswersAccount> {
    cx.require(Permission::Import)?;
    let found = cx.read().await?.round(round).await?;
    let found = found.ok_or(Error::NotFound)?;
    let Read { ballots, mut shown } = read_apart(cx, file, plan).await?;
    if !found.is_open() {
        shown.account.refuse("assessment.round.frozen");
        return Ok(shown);
    }
    let surveys = cx.read().await?.surveys(round).await?;
    let twins = twins(cx, surveys, &plan.instrument, &ballots).await?;
    shown.twin = twins.into_iter().next();
    Ok(shown)
}

/// Takes a file of answers into a closed survey of its own; the survey and the account.
///
/// Ballots are stored in random order, without row numbers, times or anything else of the file.
///
/// # Errors
/// [`Error::Refused`] when nothing can be taken, something was left out and all was asked for, or the
/// same answers were imported before and the plan does not say what is done with those.
pub async fn take_answers(
    cx: &OrgCx,
    round: RoundId,
    file: &[u8],
    plan: &AnswersPlan,
    extent: Extent,
) -> Outcome<(SurveyId, AnswersAccount)> {
    take_answers_once(cx, round, Given::at_once(file), plan, extent).await
}

pub(super) async fn take_answers_once(
    cx: &OrgCx,
    round: RoundId,
    Given { file, once }: Given,
    plan: &AnswersPlan,
    extent: Extent,
) -> Outcome<(SurveyId, AnswersAccount)> {
    cx.require(Permission::Import)?;
    let instrument = instrument(&plan.instrument)?;
    let Read { ballots, mut shown } = read_apart(cx, file, plan).await?;
    if !shown.account.allows(extent) {
        return Err(Error::Refused("import.refused"));
    }
    let survey = survey(cx, round, instrument, plan)?;
    let mut org = cx.write().await?;
    once.claim(&mut org).await?;
    open_round(&mut org, round).await?;
    let surveys = org.surveys(round).await?;
    let twins = twins(cx, surveys, &plan.instrument, &ballots).await?;
    let replaced: Vec<SurveyId> = match plan.again {
        None if !twins.is_empty() => return Err(Error::Refused("import.answers.twice")),
        Some(Again::Replace) => twins.iter().map(|twin| twin.id).collect(),
        None | Some(Again::Add) => Vec::new(),
    };
    shown.twin = twins.into_iter().next();
    for earlier in replaced.iter().copied() {
        org.remove_survey(earlier).await?;
        let entry = cx.audit(AuditKind::AnswersRemoved, earlier, "replaced");
        org.audit(&entry).await?;
    }
    org.add_survey(&survey, cx.now()).await?;
    let detail = format!(
        "taken {} left {}",
        shown.account.count,
        shown.account.left_out()
    );
    org.audit(&cx.audit(AuditKind::AnswersImported, survey.id, detail))
        .await?;
    let seed = Seed::draw(&mut StdRng::from_seed(cx.app().random()));
    let store = cx.app().store();
    let place = (cx.organisation().id, survey.id);
    store
        .import_ballots(place.0, place.1, ballots, seed)
        .await?;
    // The answers lie in another database: without the survey they must not stay there.
    if let Err(error) = org.commit().await {
        store.erase_survey(place.0, place.1).await?;
        return Err(error.into());
    }
    for earlier in replaced {
        store.erase_survey(place.0, earlier).await?;
    }
    Ok((survey.id, shown))
}

fn instrument(id: &str) -> Outcome<&'static Instrument> {
    content::instrument(id).ok_or_else(|| Invalid::field("instrument", "error.field.choose").into())
}

fn survey(
    cx: &OrgCx,
    round: RoundId,
    instrument: &Instrument,
    plan: &AnswersPlan,
) -> Outcome<Survey> {
    let mut invalid = Invalid::default();
    let own = instrument.title.text(cx.locale());
    let named = cx
        .texts()
        .with("import.answers.survey-title", &[("title", &own)]);
    let title = if plan.title.trim().is_empty() {
        &named
    } else {
        &plan.title
    };
    let title = invalid.text("title", Title::parse(title));
    invalid.check()?;
    let id: SurveyId = cx.id();
    Ok(Survey {
        id,
        round,
        instrument: instrument.id.clone(),
        title: title.map(|title| title.to_string()).unwrap_or_default(),
        anonymity: Anonymity::Open,
        state: SurveyState::Closed,
        minimum_cell: MINIMUM_CELL,
        invited: 0,
        link_code: Survey::link_of_imported(id),
        closes_on: None,
        opened_on: Some(cx.today()),
        closed_on: Some(cx.today()),
        letters: 0,
        keep_days: KEEP_DAYS,
        // Nobody was invited here: there is nothing to erase.
        purge_on: None,
        purged_on: None,
        revision: 0,
    })
}

async fn read_apart(cx: &OrgCx, file: Arc<[u8]>, plan: &AnswersPlan) -> Outcome<Read> {
    let instrument = instrument(&plan.instrument)?;
    let (plan, locale) = (plan.clone(), cx.locale());
    apart(Work::Read, move || read(instrument, &file, &plan, locale)).await
}

fn read(instrument: &Instrument, file: &[u8], plan: &AnswersPlan, locale: Locale) -> Read {
    let codebook = codebook(instrument);
    let fit = exchange::answers::best_fit(&codebook);
    let table = exchange::table::choose(file, fit);
    let mut shown = AnswersAccount::default();
    let mut questions = Vec::new();
    let ballots = table.and_then(|table| {
        let mut mapping = exchange::answers::propose(&table, &codebook);
        shown.similar = similar(&mapping, &codebook);
        apply(&mut mapping, plan);
        shown.values = values(&mapping);
        questions = taken(&mapping, &codebook);
        exchange::answers::read(&table, &mapping, &codebook)
    });
    let (ballots, mut account) = Account::of(ballots);
    let ballots = ballots.unwrap_or_default();
    account.count = ballots.len();
    name_questions(&mut account, &codebook, locale);
    if !ballots.is_empty() {
        account.taken = questions;
    }
    Read {
        ballots: ballots.into_iter().map(ballot).collect(),
        shown: AnswersAccount { account, ..shown },
    }
}

/// Puts the words of a question where its id is named: ids are not for people.
fn name_questions(account: &mut Account, codebook: &Codebook, locale: Locale) {
    let args = account.left.iter_mut().flat_map(|left| &mut left.args);
    for (_, id) in args.filter(|(name, _)| *name == "question") {
        if let Some(question) = codebook.question(id) {
            question.text.text(locale).clone_into(id);
        }
    }
}

fn apply(mapping: &mut Mapping, plan: &AnswersPlan) {
    if plan.accept_similar {
        mapping.confirm_similar();
    }
    if plan.accept_suggested {
        mapping.accept_suggestions();
    }
    mapping.levels.extend(plan.levels.clone());
}

fn similar(mapping: &Mapping, codebook: &Codebook) -> Vec<SimilarColumn> {
    let columns = mapping.columns.iter();
    columns
        .filter_map(|column| match (&column.target, column.matched) {
            (exchange::answers::Target::Question(id), Matched::Similar(percent)) => {
                Some(SimilarColumn {
                    header: column.header.clone(),
                    question: codebook.question(id)?.text.clone(),
                    percent,
                })
            }
            _ => None,
        })
        .collect()
}

fn values(mapping: &Mapping) -> Vec<UnknownValue> {
    mapping
        .undeclared
        .iter()
        .map(|one| UnknownValue {
            value: one.value.clone(),
            count: one.count,
            level: mapping.levels.get(&one.value).copied(),
        })
        .collect()
}

/// The questions that are taken, each with its column.
fn taken(mapping: &Mapping, codebook: &Codebook) -> Vec<Taken> {
    mapping
        .columns
        .iter()
        .filter_map(|column| {
            let question = codebook.question(column.question()?)?;
            Some(Taken {
                row: None,
                label: question.text.clone(),
                detail: column.header.clone(),
            })
        })
        .collect()
}

fn codebook(instrument: &Instrument) -> Codebook {
    let questions = instrument
        .questions()
        .filter_map(content::question)
        .map(|question| Question {
            id: question.id.clone(),
            text: question.text.clone(),
            kind: match &question.kind {
                Kind::Scale { criterion: _ } => QuestionKind::Scale,
                Kind::Text => QuestionKind::Text,
                Kind::Background { options } => QuestionKind::Choice(
                    options
                        .iter()
                        .map(|option| Choice {
                            code: option.id.clone(),
                            label: option.text.clone(),
                        })
                        .collect(),
                ),
            },
        });
    Codebook {
        questions: questions.collect(),
        scale: Level::ALL
            .iter()
            .map(|level| (*level, content::answer(*level).clone()))
            .collect(),
    }
}

fn ballot(imported: ImportedBallot) -> Ballot {
    let mut answers = BTreeMap::new();
    let mut texts = BTreeMap::new();
    for (question, answer) in imported.answers {
        match answer {
            ImportedAnswer::Level(level) => answers.insert(question, level.code().to_owned()),
            ImportedAnswer::Choice(code) => answers.insert(question, code),
            ImportedAnswer::Text(text) => texts.insert(question, text),
        };
    }
    Ballot { answers, texts }
}
