//! Reading an interview turn by turn, and coding it.

use app::Outcome;
use app::form::Typed;
use app::interview::{Coded, suspects};
use askama::Template;
use axum::response::Response;
use domain::framework::Framework;
use domain::identity::Permission;
use domain::interview::{InterviewState, Passage};
use domain::survey::Level;
use domain::{InterviewId, PassageId, RoundId, UploadId};

use super::frame::{shell_under_list, tabs};
use super::link;
use crate::error::PageResult;
use crate::extract::{At, Org};
use crate::form::{Desk, Done, FormView, Loaded, Place, Spot};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::flash::{Notice, go_with};

/// A coding as shown beside its turn.
struct Mark {
    place: String,
    level: Level,
    quote: String,
    is_quotable: bool,
    may_name: String,
    excerpt: String,
    edit: String,
    remove: String,
}

/// A turn as shown.
struct Row {
    number: usize,
    speaker: String,
    text: String,
    marks: Vec<Mark>,
    code: String,
    is_open: bool,
}

/// Every turn.
struct Turns {
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    detached: Vec<Mark>,
    /// The turn at which the form was opened is no longer there.
    is_loose: bool,
    notes: String,
    done: String,
    coded: String,
    is_done: bool,
    is_writer: bool,
}

/// What stands around the form.
enum What {
    /// Every turn, with the form of a new coding at one of them.
    Turns(Turns),
    /// The words of one coding.
    One {
        speaker: String,
        excerpt: String,
        remove: String,
    },
}

/// `GET /{org}/rounds/{round}/interviews/{interview}/turns` and
/// `GET /{org}/rounds/{round}/interviews/{interview}/codings/{passage}`
#[derive(Template)]
#[template(path = "interview/turns.html")]
pub(super) struct CodingPage {
    shell: Shell,
    /// The form, where one is open.
    form: Option<FormView>,
    cancel: String,
    what: What,
}

/// The name of the theme or criterion; the id itself when the framework has lost it.
fn place_name(org: &Org, framework: &Framework, passage: &Passage) -> String {
    let locale = org.cx.locale();
    let theme = framework
        .themes
        .iter()
        .find(|one| one.id == passage.place.theme);
    let theme_name = theme.map_or(passage.place.theme.as_str(), |one| one.title.text(locale));
    let criterion = framework
        .criteria()
        .find(|(_, one)| Some(&one.id) == passage.place.criterion.as_ref());
    match criterion {
        Some((_, one)) => format!("{theme_name}: {}", one.title.text(locale)),
        None => theme_name.to_owned(),
    }
}

fn mark(org: &Org, coded: &Coded, passage: &Passage) -> Mark {
    let at = (coded.round.id, coded.interview.id, passage.id);
    let names: Vec<String> = suspects(&passage.quote)
        .into_iter()
        .map(|one| one.text)
        .collect();
    Mark {
        place: place_name(org, &coded.framework, passage),
        level: passage.level,
        quote: passage.quote.clone(),
        is_quotable: passage.is_quotable,
        may_name: if passage.is_quotable {
            org.t().list(&names)
        } else {
            String::new()
        },
        excerpt: passage.excerpt.clone(),
        edit: org.to(link::CODING, at),
        remove: org.to(link::REMOVE_CODING, at),
    }
}

/// The form of a coding: of a new one at a turn, and of one that exists.
pub(super) struct Codings;

impl Desk for Codings {
    type Form = Passage;
    type New = (RoundId, InterviewId);
    type Old = (RoundId, InterviewId, PassageId);
    type Page = CodingPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<Passage>> {
        let (round, id, passage) = match *at {
            Spot::New((round, id)) => (round, id, None),
            Spot::Old((round, id, passage)) => (round, id, Some(passage)),
        };
        let with = app::interview::coded(&org.cx, round, id).await?;
        let was = match passage {
            Some(passage) => Some(with.passage(passage).ok_or(app::Error::NotFound)?.clone()),
            None => None,
        };
        Ok(Loaded { was, with })
    }

    /// Begins from the words of the turn that is opened.
    fn begin(_: &Org, query: &Typed, loaded: &Loaded<Passage>) -> Option<Typed> {
        let number: usize = query.read("turn")?;
        let mut turns = loaded.with.turns.iter();
        let turn = &turns.find(|it| it.turn.number == number)?.turn;
        let begun = Typed::default().with("turn", query.text("turn").trim());
        Some(begun.with("excerpt", &turn.text).with("quote", &turn.text))
    }

    async fn save(org: &Org, at: &Place<Self>, value: Passage) -> Outcome<Done> {
        let round = match *at {
            Spot::New((round, _)) | Spot::Old((round, ..)) => round,
        };
        app::interview::code(&org.cx, round, &value).await?;
        let to = org.to(link::TURNS, (round, value.interview));
        Ok(Done {
            to: to.fragment(format!("turn-{}", value.turn + 1)),
            notice: Notice::done("interview.coding.saved"),
        })
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        loaded: &Loaded<Passage>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<CodingPage> {
        let coded = &loaded.with;
        let turns = org.to(link::TURNS, (coded.round.id, coded.interview.id));
        let (Spot::Old(at), Some(was)) = (at, &loaded.was) else {
            return Ok(turns_page(org, coded, form(turns)));
        };
        let title = org.t().say("interview.coding.edit-title");
        Ok(CodingPage {
            shell: shell_under_list(org, &coded.round, title),
            form: Some(form(org.to(link::CODING, *at))),
            cancel: turns,
            what: What::One {
                speaker: was.speaker.clone(),
                excerpt: was.excerpt.clone(),
                remove: org.to(link::REMOVE_CODING, *at),
            },
        })
    }
}

/// Every turn with its codings, and the form at the turn that it names.
fn turns_page(org: &Org, coded: &Coded, form: FormView) -> CodingPage {
    let t = org.t();
    let here = (coded.round.id, coded.interview.id);
    let turns = org.to(link::TURNS, here);
    let is_writer = org.cx.may_in(&coded.round, Permission::InterviewWrite);
    let marks = |all: &[Passage]| all.iter().map(|one| mark(org, coded, one)).collect();
    let open: Option<usize> = form.value("turn").parse().ok().filter(|_| is_writer);
    let rows = coded.turns.iter().map(|view| {
        let number = view.turn.number;
        Row {
            number: number + 1,
            speaker: view.turn.speaker.clone(),
            text: view.turn.text.clone(),
            marks: marks(&view.codings),
            code: format!("{turns}?turn={number}#turn-{}", number + 1),
            is_open: open == Some(number),
        }
    });
    let rows: Vec<Row> = rows.collect();
    // The words of the turn may have changed since the form was opened: the next save is of these.
    let form = match rows.iter().find(|row| row.is_open) {
        Some(row) => form.with_value("excerpt", &row.text),
        None => form,
    };
    let count = |n: usize| t.number(i64::try_from(n).unwrap_or_default());
    let with_codes = coded.turns.iter().filter(|view| !view.codings.is_empty());
    CodingPage {
        shell: shell_under_list(org, &coded.round, &coded.interview.title),
        form: open.map(|_| form),
        cancel: open.map_or_else(
            || turns.clone(),
            |n| turns.clone().fragment(format!("turn-{}", n + 1)),
        ),
        what: What::Turns(Turns {
            tabs: tabs(org, &coded.round, coded.interview.id, link::TURNS),
            detached: marks(&coded.detached),
            is_loose: rows.iter().all(|row| !row.is_open),
            notes: org.to(link::NOTES, here),
            done: org.to(link::DONE, here),
            coded: t.with(
                "interview.coding.progress",
                &[
                    ("coded", &count(with_codes.count())),
                    ("all", &count(rows.len())),
                ],
            ),
            rows,
            is_done: coded.interview.state == InterviewState::Done,
            is_writer,
        }),
    }
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/codings/{passage}/remove`
pub(super) async fn remove(
    org: Org,
    At((round, id, passage)): At<(RoundId, InterviewId, PassageId)>,
) -> PageResult<Response> {
    let kept = app::interview::uncode(&org.cx, round, id, passage).await?;
    let undo = org.to(link::RESTORE_CODING, (round, id, kept));
    Ok(go_with(
        &org.to(link::TURNS, (round, id)),
        &Notice::done("interview.coding.removed").with_undo(&undo),
    ))
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/restore/{upload}`
pub(super) async fn restore(
    org: Org,
    At((round, id, kept)): At<(RoundId, InterviewId, UploadId)>,
) -> PageResult<Response> {
    app::interview::restore(&org.cx, round, id, kept).await?;
    Ok(go_with(
        &org.to(link::TURNS, (round, id)),
        &Notice::done("interview.coding.restored"),
    ))
}
