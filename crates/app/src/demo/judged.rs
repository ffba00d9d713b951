//! What the assessor has written: the round, judgements, findings, measures, the summary.

use content::demo::{Day, Round};
use domain::assessment::{Action, Finding, Judgement, Marking};
use domain::audit::AuditKind;
use domain::publicity::Classified;
use domain::{ActionId, FindingId, RoundId};
use store::{OrgStore, SummaryText};

use super::story::Story;
use crate::error::{Error, Outcome};

/// Adds a round with everything written in it.
pub(super) async fn round(
    story: &mut Story<'_>,
    org: &mut OrgStore,
    written: &Round,
) -> Outcome<RoundId> {
    let id = story.app.id::<RoundId>();
    let round = domain::assessment::Round {
        id,
        title: story.text(&written.title),
        framework: content::framework().id.clone(),
        state: written.state,
        due_on: Some(story.day(written.due)),
        published_at: written.published.map(|day| story.moment(day)),
        created_at: story.moment(written.created),
        revision: 1,
    };
    org.add_round(&round).await?;
    story.note(written.created, AuditKind::RoundCreated, id);
    let day = judged_on(written);
    judgements(story, org, (id, written), day).await?;
    findings(story, org, (id, written), day).await?;
    actions(story, org, (id, written), day).await?;
    summary(story, org, (id, written), day).await?;
    if let Some(day) = written.published {
        story.note(day, AuditKind::RoundChanged, id);
    }
    Ok(id)
}

/// A published round was judged shortly before; one under way is judged now.
fn judged_on(written: &Round) -> Day {
    match written.published {
        Some(Day::FromToday(days)) => Day::FromToday(days - 7),
        Some(day @ Day::OfYear { .. }) => day,
        None => Day::FromToday(-2),
    }
}

async fn judgements(
    story: &mut Story<'_>,
    org: &mut OrgStore,
    (id, written): (RoundId, &Round),
    day: Day,
) -> Outcome<()> {
    for (criterion, judgement) in &written.judgements {
        let judgement = Judgement {
            criterion: criterion.clone(),
            level: judgement.level,
            rationale: Classified::new(story.text(&judgement.why), judgement.publicity),
            ground: judgement.ground.clone(),
            revision: 0,
        };
        org.save_judgement(id, &judgement, story.stamp(day)).await?;
        story.note(day, AuditKind::JudgementSaved, criterion);
    }
    Ok(())
}

async fn findings(
    story: &mut Story<'_>,
    org: &mut OrgStore,
    (id, written): (RoundId, &Round),
    day: Day,
) -> Outcome<()> {
    for finding in &written.findings {
        let finding = Finding {
            id: story.app.id::<FindingId>(),
            theme: theme_of(&finding.criterion)?.to_owned(),
            criterion: finding.criterion.clone(),
            title: Classified::new(story.text(&finding.title), finding.publicity),
            body: Classified::new(story.text(&finding.body), finding.publicity),
            ground: finding.ground.clone(),
            revision: 0,
        };
        org.save_finding(id, &finding, story.stamp(day)).await?;
        story.note(day, AuditKind::FindingSaved, finding.id);
    }
    Ok(())
}

async fn actions(
    story: &mut Story<'_>,
    org: &mut OrgStore,
    (id, written): (RoundId, &Round),
    day: Day,
) -> Outcome<()> {
    for action in &written.actions {
        let action = Action {
            id: story.app.id::<ActionId>(),
            theme: theme_of(&action.criterion)?.to_owned(),
            criterion: action.criterion.clone(),
            title: Classified::new(story.text(&action.title), action.publicity),
            body: Classified::new(story.text(&action.body), action.publicity),
            owner: action.owner.clone(),
            decided_by: action.decided_by,
            effort: action.effort,
            effect: action.effect,
            due_on: Some(story.day(action.due)),
            is_decision: action.decision,
            ground: action.ground.clone(),
            revision: 0,
        };
        org.save_action(id, &action, story.stamp(day)).await?;
        story.note(day, AuditKind::ActionSaved, action.id);
    }
    Ok(())
}

async fn summary(
    story: &mut Story<'_>,
    org: &mut OrgStore,
    (id, written): (RoundId, &Round),
    day: Day,
) -> Outcome<()> {
    for (locale, text) in &written.summary {
        let text = SummaryText {
            situation: story.text(&text.situation),
            next_steps: story.text(&text.next_steps),
            marking: Marking {
                publicity: text.publicity,
                ground: String::new(),
            },
            revision: 0,
        };
        org.save_summary_text(id, *locale, &text, story.stamp(day))
            .await?;
        let subject = crate::leadership::summary_subject(id, *locale);
        story.note(day, AuditKind::SummarySaved, subject);
    }
    Ok(())
}

/// The theme under which a criterion stands.
pub(super) fn theme_of(criterion: &str) -> Outcome<&'static str> {
    content::framework()
        .criteria()
        .find(|(_, one)| one.id == criterion)
        .map(|(theme, _)| theme.id.as_str())
        .ok_or(Error::NotFound)
}
