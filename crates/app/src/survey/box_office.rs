//! The one place that calls the ballot store, so that what the rest of this module can know of a
//! ballot is read here in a few lines.

use std::collections::BTreeMap;

use disclosure::{GroupTurnout, Rule};
use domain::survey::Survey;
use domain::{OrgId, SurveyId};
use rand::SeedableRng;
use rand::rngs::StdRng;
use store::{Ballot, BoxPlan, Cast, Credential, FreeText, Invitee, Seed, Submission, Token};

use super::secret::secret;
use crate::error::{Error, Outcome};
use crate::world::App;

/// A generator fit for keys, seeded by the product's entropy.
pub(super) fn rng(app: &App) -> StdRng {
    StdRng::from_seed(app.random())
}

/// A seed for one operation.
fn seed(app: &App) -> Seed {
    Seed::draw(&mut rng(app))
}

/// The disclosure rule of a survey.
pub(super) fn rule(survey: &Survey) -> Rule {
    Rule::new(survey.minimum_cell)
}

/// Makes the survey's ballot box; the same plan a second time changes nothing.
pub(super) async fn open(app: &App, org: OrgId, survey: &Survey) -> Outcome<()> {
    let instrument = content::instrument(&survey.instrument).ok_or(Error::NotFound)?;
    let texts = instrument.text.len();
    let plan = BoxPlan {
        access: survey.anonymity.into(),
        minimum: survey.minimum_cell,
        questions: instrument.questions().count().saturating_sub(texts),
        texts,
    };
    Ok(app.store().open_box(org, survey.id, plan).await?)
}

/// Closes the box for good: the last answers are mixed and the roll is marked. What was closed before
/// is gone through again if anything waits there.
///
/// How many answers wait all the same, for another server or a trustee.
pub(super) async fn close(app: &App, org: OrgId, survey: SurveyId) -> Outcome<i64> {
    let store = app.store();
    Ok(if store.box_open(org, survey).await? {
        let closed = store.close_box(org, survey, app.now(), seed(app)).await?;
        closed.kept
    } else if store.waiting(org, survey).await? > 0 {
        let mixed = store.mix(org, survey, app.now(), seed(app)).await?;
        mixed.kept
    } else {
        0
    })
}

/// How many answers were lost with the key that would have opened them.
pub(super) async fn lost(app: &App, org: OrgId, survey: SurveyId) -> Outcome<i64> {
    Ok(app.store().lost(org, survey).await?)
}

/// Drops a ballot into the box. It is durable when this says that it was accepted.
pub(super) async fn cast(
    app: &App,
    org: OrgId,
    survey: SurveyId,
    credential: Credential,
    ballot: Ballot,
) -> Outcome<Cast> {
    let submission = Submission {
        org,
        survey,
        credential,
        ballot,
    };
    Ok(app.store().cast(submission, seed(app)).await?)
}

/// Adds people to the roll and makes their tokens, which are not kept anywhere.
pub(super) async fn invite(
    app: &App,
    org: OrgId,
    survey: SurveyId,
    people: &[Invitee],
) -> Outcome<Vec<store::Letter>> {
    let letters = app
        .store()
        .add_to_roll(org, survey, people, seed(app))
        .await?;
    Ok(letters)
}

/// How many are on the roll.
pub(super) async fn invited(app: &App, org: OrgId, survey: SurveyId) -> Outcome<i64> {
    Ok(app.store().invited(org, survey).await?)
}

/// Turnout by group, already in steps.
pub(super) async fn turnout(app: &App, org: OrgId, survey: &Survey) -> Outcome<Vec<GroupTurnout>> {
    let secret = secret(app).await?;
    let groups = app.store().participation(org, survey.id).await?;
    let draw = |group: &str, step| secret.draw(survey.id, Some(group), step);
    Ok(disclosure::turnout(&groups, rule(survey), draw))
}

/// How many have answered a survey under way, of so many invited (0 when not known): in steps, 0 when
/// nothing is told yet.
pub(super) async fn answered_so_far(
    app: &App,
    org: OrgId,
    survey: &Survey,
    invited: i64,
) -> Outcome<i64> {
    let secret = secret(app).await?;
    let exact = answered(app, org, survey.id).await?;
    let rule = rule(survey);
    let most = (invited > 0).then(|| disclosure::most_told(invited, rule));
    let draw = |step| secret.draw(survey.id, None, step);
    Ok(disclosure::live_count(exact, most, rule, draw))
}

/// Erases the roll and the marks of used codes of a closed survey; how many stood on the roll, or
/// nothing while answers wait.
pub(super) async fn erase_roll(app: &App, org: OrgId, survey: SurveyId) -> Outcome<Option<i64>> {
    Ok(app.store().erase_roll(org, survey).await?)
}

/// Leaves no trace of erased rolls in the files.
pub(super) async fn forget_erased_rolls(app: &App) -> Outcome<()> {
    Ok(app.store().forget_erased_rolls().await?)
}

/// How many have answered, exactly. Only of a closed survey: see [`answered_so_far`].
pub(super) async fn answered(app: &App, org: OrgId, survey: SurveyId) -> Outcome<i64> {
    Ok(app.store().answered(org, survey).await?)
}

/// The mixed ballots, in random order.
pub(super) async fn ballots(
    app: &App,
    org: OrgId,
    survey: SurveyId,
) -> Outcome<Vec<BTreeMap<String, String>>> {
    Ok(app.store().ballots(org, survey).await?)
}

/// The free texts, apart from their ballots and in random order.
pub(super) async fn texts(app: &App, org: OrgId, survey: SurveyId) -> Outcome<Vec<FreeText>> {
    Ok(app.store().texts(org, survey).await?)
}

/// Keeps a person's decision on a free text.
pub(super) async fn judge(app: &App, org: OrgId, survey: SurveyId, text: &FreeText) -> Outcome<()> {
    Ok(app.store().judge_text(org, survey, text).await?)
}

/// Says that this server lives, and keeps the keys of what waits with those that do.
pub(super) async fn beat(app: &App) -> Outcome<()> {
    Ok(app.store().beat(app.now(), seed(app)).await?)
}

/// Mixes what is due in every survey.
pub(super) async fn mix_due(app: &App) -> Outcome<i64> {
    Ok(app.store().mix_due(app.now(), seed(app)).await?)
}

/// Marks the rolls of every survey.
pub(super) async fn mark_due(app: &App) -> Outcome<i64> {
    Ok(app.store().mark_due().await?)
}

/// A token for the hidden field of an open form.
pub(super) fn token(app: &App) -> Token {
    Token::random(&mut rng(app))
}
