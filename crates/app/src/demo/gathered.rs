//! What the assessor has gathered: document reviews, interviews and their codings.

use content::demo::{Coded, Day, Round};
use domain::audit::AuditKind;
use domain::document::{DocumentReview, DocumentState};
use domain::interview::{Interview, Passage};
use domain::{InterviewId, PassageId, RoundId};
use store::OrgStore;

use super::judged::theme_of;
use super::story::Story;
use crate::error::Outcome;

/// Records the document review, a month after the round began.
pub(super) async fn documents(
    story: &mut Story<'_>,
    org: &mut OrgStore,
    (id, written): (RoundId, &Round),
) -> Outcome<()> {
    let day = match written.created {
        Day::FromToday(days) => Day::FromToday(days + 30),
        day @ Day::OfYear { .. } => day,
    };
    for (document, review) in &written.documents {
        let review = DocumentReview {
            round: id,
            document: document.clone(),
            title: String::new(),
            state: review.state,
            approved_by: review.by.clone(),
            approved_on: review.approved.map(|day| story.day(day)),
            tested_on: review.tested.map(|day| story.day(day)),
            criteria: Vec::new(),
            note: story.text(&review.note),
            publicity: review.publicity,
            ground: review.ground.clone(),
            revision: 0,
        };
        if review.state == DocumentState::Unreviewed {
            continue;
        }
        org.save_document_review(&review, story.stamp(day)).await?;
        story.note(day, AuditKind::DocumentReviewed, document);
    }
    Ok(())
}

/// Adds interviews with their notes and codings.
pub(super) async fn interviews(
    story: &mut Story<'_>,
    org: &mut OrgStore,
    (round, written): (RoundId, &Round),
) -> Outcome<()> {
    for held in &written.interviews {
        let (notes, coded) = held.read();
        let interview = Interview {
            id: story.app.id::<InterviewId>(),
            round,
            guide: held.guide.clone(),
            kind: held.kind,
            title: held.title.clone(),
            held_on: Some(story.day(held.held)),
            people: i64::from(held.people),
            state: held.state,
            notes,
            revision: 0,
        };
        org.save_interview(&interview, story.stamp(held.held))
            .await?;
        story.note(held.held, AuditKind::InterviewCreated, interview.id);
        for passage in coded {
            let passage = passage_of(story, interview.id, passage)?;
            org.save_passage(&passage, story.stamp(held.held)).await?;
            story.note(held.held, AuditKind::PassageSaved, passage.id);
        }
    }
    Ok(())
}

fn passage_of(story: &Story<'_>, interview: InterviewId, coded: Coded) -> Outcome<Passage> {
    let is_theme = content::framework()
        .themes
        .iter()
        .any(|theme| theme.id == coded.target);
    let (theme, criterion) = if is_theme {
        (coded.target, String::new())
    } else {
        (theme_of(&coded.target)?.to_owned(), coded.target)
    };
    Ok(Passage {
        id: story.app.id::<PassageId>(),
        interview,
        turn: coded.turn.and_then(|turn| i64::try_from(turn).ok()).unwrap_or(0),
        speaker: coded.speaker,
        theme,
        criterion,
        level: coded.level.unwrap_or(domain::survey::Level::Unknown),
        quote: if coded.is_quotable {
            coded.words.clone()
        } else {
            String::new()
        },
        excerpt: coded.words,
        is_quotable: coded.is_quotable,
        revision: 0,
    })
}
