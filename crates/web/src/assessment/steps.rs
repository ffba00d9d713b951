//! What is done in a round and what waits for whom, as the kit's progress list.

use app::assessment::Progress;
use domain::RoundId;
use domain::identity::Permission;
use i18n::Texts;

use super::link;
use crate::extract::Org;
use crate::kit::part::{Step, StepState};
use crate::link::{Link, Tail};

/// The sources, the judging and the result, in the order in which they are done.
pub(crate) fn steps(org: &Org, progress: &Progress) -> Vec<Step> {
    let steps = [
        survey(org, progress),
        interviews(org, progress),
        documents(org, progress),
        judging(org, progress),
        proposing(org, progress),
        result(org, progress),
    ];
    steps.into_iter().collect()
}

fn survey(org: &Org, progress: &Progress) -> Step {
    let t = org.t();
    let surveys = &progress.surveys;
    let (state, note) = if surveys.total() == 0 {
        (
            StepState::NotStarted,
            t.say("assessment.step.survey-none").to_owned(),
        )
    } else if surveys.open > 0 {
        let answered = t.number(surveys.answered);
        let note = if surveys.answered == 0 {
            t.say("assessment.step.survey-open").to_owned()
        } else {
            t.with("assessment.step.survey-answered", &[("n", &answered)])
        };
        (StepState::Waiting, note)
    } else if surveys.draft > 0 {
        (
            StepState::Current,
            t.say("assessment.step.survey-draft").to_owned(),
        )
    } else {
        (
            StepState::Done,
            t.count("assessment.step.survey-closed", surveys.closed),
        )
    };
    Step {
        label: t.say("source.survey").to_owned(),
        href: org.to_if_may(crate::survey::link::OF_ROUND, progress.round.id),
        state,
        note,
    }
}

fn interviews(org: &Org, progress: &Progress) -> Step {
    let t = org.t();
    let all = progress.interviews();
    let note = if all == 0 {
        t.say("assessment.step.interview-none").to_owned()
    } else {
        t.with(
            "assessment.step.interview",
            &[
                ("coded", &progress.coded),
                ("held", &progress.held.saturating_add(progress.coded)),
                ("all", &all),
            ],
        )
    };
    Step {
        label: t.say("source.interview").to_owned(),
        href: org.to_if_may(crate::interview::link::LIST, progress.round.id),
        state: far(progress.coded, all, progress.held + progress.coded > 0),
        note,
    }
}

fn documents(org: &Org, progress: &Progress) -> Step {
    let t = org.t();
    Step {
        label: t.say("source.document").to_owned(),
        href: org.to_if_may(crate::document::link::LIST, progress.round.id),
        state: far(progress.reviewed, progress.documents, progress.reviewed > 0),
        note: t.with(
            "assessment.step.document",
            &[("n", &progress.reviewed), ("all", &progress.documents)],
        ),
    }
}

fn judging(org: &Org, progress: &Progress) -> Step {
    let t = org.t();
    let (judged, all) = (progress.tally.judged(), progress.tally.criteria);
    let state = if progress.is_judged() {
        StepState::Done
    } else if judged > 0 {
        StepState::Current
    } else {
        StepState::NotStarted
    };
    Step {
        label: t.say("assessment.step.judge").to_owned(),
        href: org.to_if_may(link::WORKSPACE, progress.round.id),
        state,
        note: t.with(
            "assessment.step.judged",
            &[("n", &t.number(judged)), ("all", &t.number(all))],
        ),
    }
}

fn proposing(org: &Org, progress: &Progress) -> Step {
    let t = org.t();
    let state = match (progress.actions, progress.decisions) {
        (0, _) => StepState::NotStarted,
        (_, 0) => StepState::Current,
        _ => StepState::Done,
    };
    let parts = [
        t.count("assessment.step.findings", progress.findings),
        t.count("assessment.step.actions", progress.actions),
        t.count("assessment.step.decisions", progress.decisions),
    ];
    Step {
        label: t.say("assessment.step.propose").to_owned(),
        href: org
            .to_if_may(link::WORKSPACE, progress.round.id)
            .map(|href| href.fragment("proposals")),
        state,
        note: parts.join(", "),
    }
}

fn result(org: &Org, progress: &Progress) -> Step {
    let t = org.t();
    let (state, note) = if let Some(at) = progress.round.published_at {
        let date = t.date(i18n::format::day(at));
        (
            StepState::Done,
            t.with("assessment.step.published", &[("date", &date)]),
        )
    } else if progress.is_judged() {
        (
            StepState::Waiting,
            t.say("assessment.step.result-ready").to_owned(),
        )
    } else {
        (
            StepState::NotStarted,
            t.say("assessment.step.result-later").to_owned(),
        )
    };
    Step {
        label: t.say("assessment.step.result").to_owned(),
        href: org.to_if_may(crate::leadership::link::RESULT, progress.round.id),
        state,
        note,
    }
}

const fn far(done: usize, all: usize, is_begun: bool) -> StepState {
    if all > 0 && done >= all {
        StepState::Done
    } else if is_begun {
        StepState::Current
    } else if all > 0 {
        StepState::Waiting
    } else {
        StepState::NotStarted
    }
}

/// What this member could do next in the round: a sentence and where it is done.
#[derive(Clone, Debug)]
pub(crate) struct Next {
    /// What to do.
    pub(crate) label: String,
    /// Why, or how far it is.
    pub(crate) why: String,
    /// Where.
    pub(crate) href: String,
}

/// One thing to do: its code, where, who may, and whether it applies.
type Way = (&'static str, Link<RoundId>, Permission, bool);

/// By when the result should be there; nothing once it is.
pub(crate) fn due(t: Texts, progress: &Progress) -> String {
    let due = progress.round.due_on.filter(|_| !progress.is_published());
    due.map(|day| t.date_long(day)).unwrap_or_default()
}

/// The next things to do, the most pressing first, at most three.
pub(crate) fn next(org: &Org, progress: &Progress) -> Vec<Next> {
    let t = org.t();
    sources_left(progress)
        .into_iter()
        .chain(result_left(progress))
        .filter(|(_, _, permission, applies)| *applies && org.cx.may(*permission))
        .take(3)
        .map(|(code, link, _, _)| Next {
            label: t.say(&format!("assessment.next.{code}")).to_owned(),
            why: t.say(&format!("assessment.next.{code}-why")).to_owned(),
            href: place(org, progress, (code, link)),
        })
        .collect()
}

/// Where it is done: what is to be decided has a place of its own on the result's page.
fn place(org: &Org, progress: &Progress, (code, link): (&str, Link<RoundId>)) -> String {
    let to = org.to(link, progress.round.id);
    if code == "decide" {
        to.fragment("decisions")
    } else {
        to
    }
}

/// What is left to gather.
fn sources_left(progress: &Progress) -> [Way; 5] {
    use Permission as P;
    let (is_open, surveys) = (!progress.is_published(), &progress.surveys);
    let is_draft = surveys.draft > 0 && surveys.open == 0;
    let (none, some) = (progress.interviews() == 0, progress.held > 0);
    let left = progress.reviewed < progress.documents;
    [
        (
            "survey-create",
            crate::survey::link::OF_ROUND,
            P::SurveyManage,
            is_open && surveys.total() == 0,
        ),
        (
            "survey-open",
            crate::survey::link::OF_ROUND,
            P::SurveyManage,
            is_open && is_draft,
        ),
        (
            "interview-plan",
            crate::interview::link::LIST,
            P::InterviewWrite,
            is_open && none,
        ),
        (
            "interview-code",
            crate::interview::link::LIST,
            P::InterviewWrite,
            is_open && some,
        ),
        (
            "document-review",
            crate::document::link::LIST,
            P::DocumentWrite,
            is_open && left,
        ),
    ]
}

/// What is left to judge, propose, publish and read.
fn result_left(progress: &Progress) -> [Way; 5] {
    use Permission as P;
    let is_out = progress.is_published();
    let (is_judged, decides) = (progress.is_judged(), progress.decisions > 0);
    [
        ("judge", link::WORKSPACE, P::Judge, !is_out && !is_judged),
        (
            "propose",
            link::WORKSPACE,
            P::Judge,
            !is_out && is_judged && !decides,
        ),
        (
            "publish",
            link::PUBLISH,
            P::RoundManage,
            !is_out && is_judged && decides,
        ),
        (
            "read",
            crate::leadership::link::RESULT,
            P::ResultRead,
            is_out,
        ),
        (
            "decide",
            crate::leadership::link::RESULT,
            P::ResultRead,
            is_out && decides,
        ),
    ]
}
