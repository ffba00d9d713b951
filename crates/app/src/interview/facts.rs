//! The facts of an interview.

use domain::assessment::Round;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::interview::{Interview, InterviewKind, InterviewState};
use domain::text::Title;
use i18n::Texts;

use super::{find_open, save};
use crate::cx::OrgCx;
use crate::error::Outcome;
use crate::form::{Form, Offer, Offers, Walk, day, maybe, pick, title, whole, word_offers};
use crate::round::open_round;

/// The most people in one interview; more is a hearing.
const PEOPLE_MOST: i64 = 100;

impl Form for Interview {
    /// The round that the interview belongs to.
    type With = Round;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let guide = if let Some(was) = f.was() {
            // Fixed once the interview exists: its notes follow the guide.
            Some(was.guide.clone())
        } else {
            let guides = pick(guides(f.t())).visible();
            f.field("guide", "interview.guide.whom", guides, |it| {
                it.guide.clone()
            })
        };
        let name = f.field("title", "interview.name", title(), |it| {
            Title::parse(&it.title).ok()
        });
        let kinds = pick(word_offers(f.t(), "interview.kind")).visible();
        let kinds = kinds.preset(InterviewKind::Individual.code());
        let kind = f.field("kind", "interview.kind.label", kinds, |it| it.kind);
        let held_on = f.field("held_on", "interview.day", maybe(day()), |it| it.held_on);
        let number = maybe(whole(1..=PEOPLE_MOST).or("interview.people-needed"));
        let people = f.field("people", "interview.people-label", number, |it| {
            Some(Some(it.people))
        });
        let is_said = people.flatten().is_some() || kind != Some(InterviewKind::Group);
        f.rule(&["people"], "interview.people-needed", is_said);
        let revision = f.revision(|it| it.revision);
        let is_ahead = held_on.flatten().is_none_or(|day| day > f.today());
        let new = if is_ahead {
            InterviewState::Planned
        } else {
            InterviewState::Open
        };
        Some(Self {
            id: f.id(|it| it.id),
            round: f.with().id,
            guide: guide?,
            kind: kind?,
            title: name?.to_string(),
            held_on: held_on?,
            people: people?.unwrap_or(1),
            state: f.was().map_or(new, |it| it.state),
            notes: f.was().map_or_else(String::new, |it| it.notes.clone()),
            revision,
        })
    }
}

/// The guides, each with whom it is for and how long it takes.
fn guides(t: Texts) -> Offers<String> {
    let offer = |guide: &'static content::Guide| {
        let questions = i64::try_from(guide.questions.len()).unwrap_or_default();
        let hint = t.list(&[
            t.say(&format!("interview.kind.{}", guide.kind.code()))
                .to_owned(),
            t.count("interview.guide.questions", questions),
            t.count("common.minutes", i64::from(guide.minutes)),
        ]);
        let offer = Offer::new(&guide.id, guide.title.text(t.locale()));
        (guide.id.clone(), offer.hint(hint))
    };
    content::guides().iter().map(offer).collect()
}

/// Saves the facts of an interview, new or changed.
///
/// # Errors
/// [`crate::Error::NotFound`] when the round has no such interview, [`crate::Error::Conflict`] when
/// someone else changed it meanwhile.
pub async fn save_facts(cx: &OrgCx, changed: &Interview) -> Outcome<()> {
    cx.require(Permission::InterviewWrite)?;
    let mut org = cx.write().await?;
    if changed.revision > 0 {
        find_open(&mut org, changed.round, changed.id).await?;
        return save(cx, org, changed, "facts").await;
    }
    open_round(&mut org, changed.round).await?;
    org.save_interview(changed, cx.stamp()).await?;
    let entry = cx.audit(AuditKind::InterviewCreated, changed.id, &*changed.guide);
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}
