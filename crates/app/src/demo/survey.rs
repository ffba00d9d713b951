//! Surveys of the demo: rolls, letters and ballots drawn from the odds in the data.
//!
//! Ballots go the way that every ballot goes: with a letter's token into the box, mixed, and not
//! led back to anybody. So the demo cannot show who answered what either.

use content::demo::Survey as Written;
use content::{Instrument, Kind};
use domain::audit::AuditKind;
use domain::survey::{Anonymity, KEEP_DAYS, MINIMUM_CELL, Survey, SurveyState, purge_day};
use domain::training::{Rhythm, SurveyPart, Term};
use domain::{Locale, OrgId, RoundId, SurveyId};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng, seq::SliceRandom};
use store::{Ballot, BoxPlan, Credential, Invitee, OrgStore, Seed, Submission, TextState, Token};

use super::judged::Filling;
use super::story::Story;
use crate::error::{Error, Outcome};
use crate::world::App;

/// Adds the surveys of a round with their answers.
pub(super) async fn all(filling: &mut Filling<'_, '_>, answers: &mut StdRng) -> Outcome<()> {
    let (story, org) = (&mut *filling.story, &mut *filling.org);
    for one in &filling.written.surveys {
        let survey = row(story, filling.id, one);
        org.add_survey(&survey, story.moment(one.opened)).await?;
        story.note(one.opened, AuditKind::SurveyCreated, survey.id);
        story.note(one.opened, AuditKind::SurveyOpened, survey.id);
        if let Some(day) = one.closed {
            story.note(day, AuditKind::SurveyClosed, survey.id);
        }
        if let Some(part) = one.training {
            training(story, org, survey.id, part).await?;
        }
        collect(story.app, org.org(), &survey, one, answers).await?;
    }
    Ok(())
}

/// Joins a survey to the training of this term, and lets people be reminded of the training.
async fn training(
    story: &mut Story<'_>,
    org: &mut OrgStore,
    survey: SurveyId,
    part: SurveyPart,
) -> Outcome<()> {
    let today = story.app.today();
    org.join_training_survey(Term::of(today), part, survey)
        .await?;
    let rhythm = Rhythm::EveryOther;
    let next = rhythm.next(today).and_then(crate::training::at_the_hour);
    org.save_training_reminder(rhythm, next).await?;
    Ok(())
}

fn row(story: &Story<'_>, round: RoundId, one: &Written) -> Survey {
    let invited = i64::from(one.invited);
    let closed_on = one.closed.map(|day| story.day(day));
    Survey {
        id: story.app.id::<SurveyId>(),
        round,
        instrument: one.instrument.clone(),
        title: one.title.clone(),
        anonymity: one.anonymity,
        state: one.state,
        minimum_cell: MINIMUM_CELL,
        invited,
        link_code: if one.link.is_empty() {
            link_code(story.app)
        } else {
            one.link.clone()
        },
        closes_on: Some(story.day(one.closes)),
        opened_on: Some(story.day(one.opened)),
        closed_on,
        letters: match one.anonymity {
            Anonymity::Split => invited,
            Anonymity::Open => 0,
        },
        keep_days: KEEP_DAYS,
        purge_on: closed_on.and_then(|day| purge_day(day, KEEP_DAYS)),
        purged_on: None,
        revision: 1,
    }
}

/// The word of the link: short enough to be typed from a wall, without letters that look alike.
fn link_code(app: &App) -> String {
    const SYMBOLS: &[u8] = b"23456789abcdefghjkmnpqrstvwxyz";
    let bytes: [u8; 10] = app.random();
    bytes
        .iter()
        .filter_map(|byte| SYMBOLS.get(usize::from(*byte) % SYMBOLS.len()))
        .map(|symbol| char::from(*symbol))
        .collect()
}

/// Fills the box: invites, answers, and closes it when the survey is closed.
async fn collect(
    app: &App,
    org: OrgId,
    survey: &Survey,
    one: &Written,
    answers: &mut StdRng,
) -> Outcome<()> {
    let instrument = content::instrument(&one.instrument).ok_or(Error::NotFound)?;
    let texts = instrument.text.len();
    let plan = BoxPlan {
        access: survey.anonymity.into(),
        minimum: survey.minimum_cell,
        questions: instrument.questions().count().saturating_sub(texts),
        texts,
    };
    app.store().open_box(org, survey.id, plan).await?;
    let mut letters = invite(app, org, survey, one).await?;
    letters.shuffle(answers);
    let answered = usize::try_from(one.answers).unwrap_or(usize::MAX);
    let mut texts = one.texts.iter();
    let mut casts = tokio::task::JoinSet::new();
    for (credential, group) in letters.into_iter().take(answered) {
        let mut ballot = draw(one, instrument, &group, answers);
        if let (Some(question), Some(text)) = (instrument.text.first(), texts.next()) {
            ballot.texts.insert(question.clone(), text.clone());
        }
        let submission = Submission {
            org,
            survey: survey.id,
            credential,
            ballot,
        };
        let (store, seed) = (app.store().clone(), seed(app));
        casts.spawn(async move { store.cast(submission, seed).await });
    }
    // All at once: ballots that come together share a write to the disk.
    while let Some(done) = casts.join_next().await {
        done.map_err(|error| Error::Report(Box::new(error)))??;
    }
    if survey.state == SurveyState::Closed {
        app.store()
            .close_box(org, survey.id, app.now(), seed(app))
            .await?;
        release_texts(app, org, survey.id).await?;
    }
    Ok(())
}

/// Credentials with the group of whom they were given to.
async fn invite(
    app: &App,
    org: OrgId,
    survey: &Survey,
    one: &Written,
) -> Outcome<Vec<(Credential, String)>> {
    let instrument = content::instrument(&one.instrument).ok_or(Error::NotFound)?;
    if survey.anonymity == Anonymity::Open {
        let token = |_| {
            (
                Credential::Form(Token::random(&mut rng(app))),
                String::new(),
            )
        };
        return Ok((0..one.invited).map(token).collect());
    }
    let mut groups: Vec<(String, u32)> = one.groups.clone().into_iter().collect();
    if groups.is_empty() {
        groups.push((String::new(), one.invited));
    }
    let people: Vec<(String, Invitee)> = groups
        .into_iter()
        .flat_map(|(group, size)| {
            let invitee = Invitee {
                group: group_name(instrument, &group),
                contact: String::new(),
            };
            (0..size).map(move |_| (group.clone(), invitee.clone()))
        })
        .collect();
    let invitees: Vec<Invitee> = people.iter().map(|(_, one)| one.clone()).collect();
    let letters = app
        .store()
        .add_to_roll(org, survey.id, &invitees, seed(app))
        .await?;
    let with_group = letters.into_iter().zip(people);
    Ok(with_group
        .map(|(letter, (group, _))| (Credential::Letter(letter.token), group))
        .collect())
}

/// The name of a group as the roll shows it.
fn group_name(instrument: &Instrument, group: &str) -> String {
    let question = instrument.background.first();
    match question
        .and_then(|id| content::question(id))
        .map(|it| &it.kind)
    {
        Some(Kind::Background { options }) => options
            .iter()
            .find(|option| option.id == group)
            .map_or_else(String::new, |option| {
                option.text.text(Locale::Fi).to_owned()
            }),
        _ => String::new(),
    }
}

/// One ballot, drawn from the odds.
fn draw(one: &Written, instrument: &Instrument, group: &str, answers: &mut StdRng) -> Ballot {
    let mut ballot = Ballot::default();
    if let (Some(question), false) = (instrument.background.first(), group.is_empty()) {
        ballot.answers.insert(question.clone(), group.to_owned());
    }
    for question in instrument.sections.iter().flat_map(|it| &it.questions) {
        let weights = one.weights_of(question);
        let ticket = answers.random_range(0..weights.total().max(1));
        let level = weights.level(ticket);
        ballot
            .answers
            .insert(question.clone(), level.code().to_owned());
    }
    ballot
}

/// Lets the texts of a closed survey be read: the demo's contain no names.
async fn release_texts(app: &App, org: OrgId, survey: SurveyId) -> Outcome<()> {
    for mut text in app.store().texts(org, survey).await? {
        text.state = TextState::Released;
        app.store().judge_text(org, survey, &text).await?;
    }
    Ok(())
}

/// A generator fit for keys.
fn rng(app: &App) -> StdRng {
    StdRng::from_seed(app.random())
}

fn seed(app: &App) -> Seed {
    Seed::draw(&mut rng(app))
}
