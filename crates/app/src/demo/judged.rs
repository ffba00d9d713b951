//! What the assessor has written: the round, judgements, findings, actions, the summary.

use content::demo::{Day, Round};
use domain::assessment::{Action, Finding, Judgement, Place, Written};
use domain::audit::AuditKind;
use domain::text::Title;
use domain::{ActionId, CriterionId, FindingId, Marked, Marking, Publicity, RoundId, ThemeId};
use store::{OrgStore, SummaryText, SummaryWords};

use super::story::Story;
use crate::error::{Error, Outcome};

/// A round that is being filled.
pub(super) struct Filling<'a, 'app> {
    pub(super) story: &'a mut Story<'app>,
    pub(super) org: &'a mut OrgStore,
    pub(super) id: RoundId,
    pub(super) written: &'a Round,
}

/// Adds a round with everything that the assessor has written in it.
pub(super) async fn round(filling: &mut Filling<'_, '_>) -> Outcome<()> {
    let (story, written, id) = (&mut *filling.story, filling.written, filling.id);
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
    filling.org.add_round(&round).await?;
    story.note(written.created, AuditKind::RoundCreated, id);
    filling.judgements().await?;
    filling.findings().await?;
    filling.actions().await?;
    filling.summary().await?;
    if let Some(day) = written.published {
        filling.story.note(day, AuditKind::RoundChanged, id);
    }
    Ok(())
}

impl Filling<'_, '_> {
    /// A published round was judged shortly before; one under way is judged now.
    fn judged_on(&self) -> Day {
        match self.written.published {
            Some(Day::FromToday(days)) => Day::FromToday(days - 7),
            Some(day @ Day::OfYear { .. }) => day,
            None => Day::FromToday(-2),
        }
    }

    async fn judgements(&mut self) -> Outcome<()> {
        let day = self.judged_on();
        for (criterion, one) in &self.written.judgements {
            let why = self.story.text(&one.why);
            let judgement = Judgement {
                criterion: criterion.clone(),
                level: one.level,
                rationale: Marked::new(why, marking(one.publicity, &one.ground)?),
                revision: 0,
            };
            let stamp = self.story.stamp(day);
            self.org.save_judgement(self.id, &judgement, stamp).await?;
            let subject = crate::assessment::judgement_subject(self.id, criterion);
            self.story.note(day, AuditKind::JudgementSaved, subject);
        }
        Ok(())
    }

    async fn findings(&mut self) -> Outcome<()> {
        let day = self.judged_on();
        for one in &self.written.findings {
            let marking = marking(one.publicity, &one.ground)?;
            let finding = Finding {
                id: self.story.app.id::<FindingId>(),
                place: place_of(&one.criterion)?,
                text: self.marked(&one.title, &one.body, marking)?,
                revision: 0,
            };
            let stamp = self.story.stamp(day);
            self.org.save_finding(self.id, &finding, stamp).await?;
            self.story.note(day, AuditKind::FindingSaved, finding.id);
        }
        Ok(())
    }

    async fn actions(&mut self) -> Outcome<()> {
        let day = self.judged_on();
        for one in &self.written.actions {
            let marking = marking(one.publicity, &one.ground)?;
            let action = Action {
                id: self.story.app.id::<ActionId>(),
                place: place_of(&one.criterion)?,
                text: self.marked(&one.title, &one.body, marking)?,
                owner: Some(one.owner.clone()),
                decided_by: one.decided_by,
                effort: one.effort,
                effect: one.effect,
                due_on: Some(self.story.day(one.due)),
                is_decision: one.decision,
                revision: 0,
            };
            let stamp = self.story.stamp(day);
            self.org.save_action(self.id, &action, stamp).await?;
            self.story.note(day, AuditKind::ActionSaved, action.id);
        }
        Ok(())
    }

    async fn summary(&mut self) -> Outcome<()> {
        let day = self.judged_on();
        for (locale, text) in &self.written.summary {
            let words = SummaryWords {
                situation: self.story.text(&text.situation),
                next_steps: self.story.text(&text.next_steps),
            };
            let text = SummaryText {
                words: Marked::new(words, marking(text.publicity, "")?),
                revision: 0,
            };
            let stamp = self.story.stamp(day);
            let saved = self.org.save_summary_text(self.id, *locale, &text, stamp);
            saved.await?;
            let subject = crate::leadership::summary_subject(self.id, *locale);
            self.story.note(day, AuditKind::SummarySaved, subject);
        }
        Ok(())
    }

    /// A text of the data with its marking.
    fn marked(&self, title: &str, body: &str, marking: Marking) -> Outcome<Marked<Written>> {
        let title = Title::parse(&self.story.text(title)).map_err(|_unreadable| Error::NotFound)?;
        let body = self.story.text(body);
        Ok(Marked::new(Written { title, body }, marking))
    }
}

/// The marking of a text of the data, which the packs' check has seen to be whole.
pub(super) fn marking(publicity: Publicity, ground: &str) -> Outcome<Marking> {
    Marking::new(publicity, ground).map_err(|_missing| Error::NotFound)
}

/// The place of a criterion.
pub(super) fn place_of(criterion: &CriterionId) -> Outcome<Place> {
    Ok(Place {
        theme: theme_of(criterion)?,
        criterion: Some(criterion.clone()),
    })
}

/// The theme under which a criterion stands.
fn theme_of(criterion: &CriterionId) -> Outcome<ThemeId> {
    let mut all = content::framework().criteria();
    let found = all.find(|(_, one)| one.id == *criterion);
    found
        .map(|(theme, _)| theme.id.clone())
        .ok_or(Error::NotFound)
}
