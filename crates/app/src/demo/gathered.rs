//! What the assessor has gathered: document reviews, interviews and their codings.

use content::demo::{Coded, Day};
use domain::assessment::Place;
use domain::audit::AuditKind;
use domain::document::{DocumentReview, DocumentState};
use domain::interview::{Interview, Passage};
use domain::{CriterionId, InterviewId, Marked, PassageId, ThemeId};

use super::judged::{Filling, marking, place_of};
use super::story::Story;
use crate::error::Outcome;

/// Records the document review, a month after the round began.
pub(super) async fn documents(filling: &mut Filling<'_, '_>) -> Outcome<()> {
    let day = match filling.written.created {
        Day::FromToday(days) => Day::FromToday(days + 30),
        day @ Day::OfYear { .. } => day,
    };
    let story = &mut *filling.story;
    let reviewed = filling.written.documents.iter();
    for (document, review) in reviewed.filter(|(_, it)| it.state != DocumentState::Unreviewed) {
        let note = story.text(&review.note);
        let review = DocumentReview {
            round: filling.id,
            document: document.clone(),
            title: None,
            state: review.state,
            approved_by: review.by.clone(),
            approved_on: review.approved.map(|day| story.day(day)),
            tested_on: review.tested.map(|day| story.day(day)),
            criteria: Vec::new(),
            note: Marked::new(note, marking(review.publicity, &review.ground)?),
            revision: 0,
        };
        let saved = filling.org.save_document_review(&review, story.stamp(day));
        saved.await?;
        let subject = crate::document::review_subject(filling.id, document);
        story.note(day, AuditKind::DocumentReviewed, subject);
    }
    Ok(())
}

/// Adds interviews with their notes and codings.
pub(super) async fn interviews(filling: &mut Filling<'_, '_>) -> Outcome<()> {
    let story = &mut *filling.story;
    for held in &filling.written.interviews {
        let (notes, coded) = held.read();
        let interview = Interview {
            id: story.app.id::<InterviewId>(),
            round: filling.id,
            guide: held.guide.clone(),
            kind: held.kind,
            title: held.title.clone(),
            held_on: Some(story.day(held.held)),
            people: i64::from(held.people),
            state: held.state,
            notes,
            revision: 0,
        };
        let stamp = story.stamp(held.held);
        filling.org.save_interview(&interview, stamp).await?;
        story.note(held.held, AuditKind::InterviewCreated, interview.id);
        for passage in coded {
            let passage = passage_of(story, interview.id, passage)?;
            filling.org.save_passage(&passage, stamp).await?;
            story.note(held.held, AuditKind::PassageSaved, passage.id);
        }
    }
    Ok(())
}

/// The place that a coding names: a theme, or a criterion.
fn coded_place(target: &str) -> Outcome<Place> {
    let theme = ThemeId::new(target);
    let mut themes = content::framework().themes.iter();
    if themes.any(|one| one.id == theme) {
        Ok(Place {
            theme,
            criterion: None,
        })
    } else {
        place_of(&CriterionId::new(target))
    }
}

fn passage_of(story: &Story<'_>, interview: InterviewId, coded: Coded) -> Outcome<Passage> {
    let turn = coded.turn.and_then(|turn| i64::try_from(turn).ok());
    Ok(Passage {
        id: story.app.id::<PassageId>(),
        interview,
        turn: turn.unwrap_or(0),
        speaker: coded.speaker,
        place: coded_place(&coded.target)?,
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
