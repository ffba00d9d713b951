//! Reading an interview turn by turn, and coding it.

use app::interview::{Coded, Coding, Spot, suspects};
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::framework::Framework;
use domain::identity::Permission;
use domain::interview::{InterviewState, Passage};
use domain::survey::Level;
use domain::{InterviewId, PassageId, RoundId, UploadId};

use super::frame::{shell_under_list, tabs};
use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems, Query};
use crate::kit::part::{Choice, Difference, Tab};
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, conflict, mend};

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
    form: Option<Form>,
}

/// A theme with its criteria, for one select.
struct Group {
    label: String,
    places: Vec<Choice>,
}

/// The coding form.
struct Form {
    action: String,
    cancel: String,
    turn: usize,
    excerpt: String,
    revision: String,
    fields: Fields,
    groups: Vec<Group>,
    levels: Vec<Choice>,
    problems: Problems,
}

/// `GET /{org}/rounds/{round}/interviews/{interview}/turns`
#[derive(Template)]
#[template(path = "interview/turns.html")]
struct TurnsPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    detached: Vec<Mark>,
    notes: String,
    done: String,
    coded: String,
    is_done: bool,
    is_writer: bool,
    has_changed: bool,
}

/// `GET /{org}/rounds/{round}/interviews/{interview}/codings/{passage}`
#[derive(Template)]
#[template(path = "interview/coding.html")]
struct CodingPage {
    shell: Shell,
    speaker: String,
    excerpt: String,
    remove: String,
    form: Form,
    differences: Vec<Difference>,
}

type Here = (RoundId, InterviewId);

fn groups(org: &Org, framework: &Framework, chosen: &str) -> Vec<Group> {
    let locale = org.cx.locale();
    framework
        .themes
        .iter()
        .map(|theme| {
            let whole = org.t().say("interview.coding.whole-theme");
            let own = Choice::new(&theme.id, whole).chosen_if(chosen);
            let criteria = theme
                .criteria
                .iter()
                .map(|one| Choice::new(&one.id, one.title.text(locale)).chosen_if(chosen));
            Group {
                label: theme.title.text(locale).to_owned(),
                places: std::iter::once(own).chain(criteria).collect(),
            }
        })
        .collect()
}

fn levels(org: &Org, chosen: &str) -> Vec<Choice> {
    Level::ALL
        .iter()
        .map(|level| {
            let label = org
                .t()
                .say(&format!("interview.coding.level.{}", level.code()));
            Choice::new(level.code(), label).chosen_if(chosen)
        })
        .collect()
}

/// The name of the theme or criterion; the id itself when the framework has lost it.
fn place_name(org: &Org, framework: &Framework, passage: &Passage) -> String {
    let locale = org.cx.locale();
    let theme = framework.themes.iter().find(|one| one.id == passage.theme);
    let theme_name = theme.map_or(passage.theme.as_str(), |one| one.title.text(locale));
    let criterion = framework
        .criteria()
        .find(|(_, one)| one.id == passage.criterion);
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

/// What is open for coding, and what was typed.
struct Open {
    turn: Option<usize>,
    fields: Option<Fields>,
    invalid: Invalid,
    has_changed: bool,
}

fn form(org: &Org, coded: &Coded, open: &Open, (number, text): (usize, &str)) -> Form {
    let fresh = || Fields::of(&[("quote", text)]);
    let fields = open.fields.clone().unwrap_or_else(fresh);
    let here = org.to(link::TURNS, (coded.round.id, coded.interview.id));
    Form {
        cancel: here.clone().fragment(format!("turn-{number}")),
        action: here,
        turn: number,
        excerpt: text.to_owned(),
        revision: String::new(),
        groups: groups(org, &coded.framework, fields.text("place")),
        levels: levels(org, fields.text("level")),
        problems: Problems::new(org.t(), &open.invalid),
        fields,
    }
}

fn turns_page(org: &Org, coded: &Coded, open: &Open) -> TurnsPage {
    let t = org.t();
    let (round, interview) = (coded.round.id, &coded.interview);
    let here = org.to(link::TURNS, (round, interview.id));
    let is_writer = org.cx.may_in(&coded.round, Permission::InterviewWrite);
    let rows = coded.turns.iter().map(|view| {
        let number = view.turn.number;
        let is_open = is_writer && open.turn == Some(number);
        Row {
            number: number + 1,
            speaker: view.turn.speaker.clone(),
            text: view.turn.text.clone(),
            marks: view
                .codings
                .iter()
                .map(|one| mark(org, coded, one))
                .collect(),
            code: format!("{here}?turn={number}#turn-{}", number + 1),
            form: is_open.then(|| form(org, coded, open, (number, &view.turn.text))),
        }
    });
    let count = |n: usize| t.number(i64::try_from(n).unwrap_or_default());
    let with_codes = coded.turns.iter().filter(|view| !view.codings.is_empty());
    TurnsPage {
        shell: shell_under_list(org, &coded.round, &interview.title),
        tabs: tabs(org, &coded.round, interview.id, link::TURNS),
        rows: rows.collect(),
        detached: coded
            .detached
            .iter()
            .map(|one| mark(org, coded, one))
            .collect(),
        notes: org.to(link::NOTES, (round, interview.id)),
        done: org.to(link::DONE, (round, interview.id)),
        coded: t.with(
            "interview.coding.progress",
            &[
                ("coded", &count(with_codes.count())),
                ("all", &count(coded.turns.len())),
            ],
        ),
        is_done: interview.state == InterviewState::Done,
        is_writer,
        has_changed: open.has_changed,
    }
}

/// `GET /{org}/rounds/{round}/interviews/{interview}/turns?turn=…`
pub(super) async fn show(
    org: Org,
    At((round, id)): At<Here>,
    Query(query): Query,
) -> PageResult<Response> {
    let coded = app::interview::coded(&org.cx, round, id).await?;
    let open = Open {
        turn: query.read("turn"),
        fields: None,
        invalid: Invalid::default(),
        has_changed: false,
    };
    Ok(Page(turns_page(&org, &coded, &open)).into_response())
}

fn typed(fields: &Fields) -> Coding {
    Coding {
        place: fields.text("place").to_owned(),
        level: fields.text("level").to_owned(),
        quote: fields.text("quote").to_owned(),
        is_quotable: fields.is_on("is_quotable"),
    }
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/turns`
pub(super) async fn code(
    org: Org,
    At((round, id)): At<Here>,
    fields: Fields,
) -> PageResult<Response> {
    let spot = Spot {
        turn: fields.read("turn").unwrap_or_default(),
        excerpt: fields.text("excerpt").to_owned(),
    };
    let result = app::interview::code(&org.cx, round, id, (&spot, &typed(&fields))).await;
    let (invalid, has_changed) = match result {
        Ok(_) => {
            let to = format!(
                "{}#turn-{}",
                org.to(link::TURNS, (round, id)),
                spot.turn + 1
            );
            return Ok(go_with(&to, &Notice::done("interview.coding.saved")));
        }
        Err(Error::Invalid(invalid)) => (invalid, false),
        Err(Error::Conflict) => (Invalid::default(), true),
        Err(other) => return Err(PageError::from(other)),
    };
    let coded = app::interview::coded(&org.cx, round, id).await?;
    let open = Open {
        turn: Some(spot.turn),
        fields: Some(fields),
        invalid,
        has_changed,
    };
    let page = turns_page(&org, &coded, &open);
    Ok(if has_changed {
        conflict(page)
    } else {
        mend(page)
    })
}

type HereCoding = (RoundId, InterviewId, PassageId);

fn stored(passage: &Passage) -> Fields {
    let place = if passage.criterion.is_empty() {
        &passage.theme
    } else {
        &passage.criterion
    };
    Fields::of(&[
        ("place", place.as_str()),
        ("level", passage.level.code()),
        ("quote", passage.quote.as_str()),
        ("is_quotable", if passage.is_quotable { "true" } else { "" }),
        ("revision", &passage.revision.to_string()),
    ])
}

async fn coding_page(
    org: &Org,
    (round, id): (RoundId, InterviewId),
    passage: PassageId,
    (fields, invalid): (Option<Fields>, &Invalid),
) -> PageResult<CodingPage> {
    let coded = app::interview::coded(&org.cx, round, id).await?;
    let found = coded.passage(passage).ok_or(PageError::NotFound)?;
    let fields = fields.unwrap_or_else(|| stored(found));
    let at = (round, id, passage);
    Ok(CodingPage {
        shell: shell_under_list(
            org,
            &coded.round,
            org.t().say("interview.coding.edit-title"),
        ),
        speaker: found.speaker.clone(),
        excerpt: found.excerpt.clone(),
        remove: org.to(link::REMOVE_CODING, at),
        differences: Vec::new(),
        form: Form {
            action: org.to(link::CODING, at),
            cancel: org.to(link::TURNS, (round, id)),
            turn: usize::try_from(found.turn).unwrap_or_default(),
            excerpt: String::new(),
            revision: fields.text("revision").to_owned(),
            groups: groups(org, &coded.framework, fields.text("place")),
            levels: levels(org, fields.text("level")),
            problems: Problems::new(org.t(), invalid),
            fields,
        },
    })
}

/// `GET /{org}/rounds/{round}/interviews/{interview}/codings/{passage}`
pub(super) async fn edit(
    org: Org,
    At((round, id, passage)): At<HereCoding>,
) -> PageResult<Response> {
    let page = coding_page(&org, (round, id), passage, (None, &Invalid::default())).await?;
    Ok(Page(page).into_response())
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/codings/{passage}`
pub(super) async fn save(
    org: Org,
    At((round, id, passage)): At<HereCoding>,
    fields: Fields,
) -> PageResult<Response> {
    let at = (round, id);
    let revision = fields.read("revision").unwrap_or_default();
    let coding = typed(&fields);
    match app::interview::recode(&org.cx, at, passage, (&coding, revision)).await {
        Ok(()) => Ok(go_with(
            &org.to(link::TURNS, (round, id)),
            &Notice::done("interview.coding.saved"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(
            coding_page(&org, at, passage, (Some(fields), &invalid)).await?,
        )),
        Err(Error::Conflict) => both(&org, at, passage, fields).await,
        Err(other) => Err(PageError::from(other)),
    }
}

fn differing((label, mine, saved): (&str, String, String)) -> Difference {
    Difference {
        label: label.to_owned(),
        differs: mine != saved,
        mine,
        saved,
    }
}

/// Both versions; the person's own stays in the form and can be saved over the other.
async fn both(
    org: &Org,
    at: (RoundId, InterviewId),
    passage: PassageId,
    mine: Fields,
) -> PageResult<Response> {
    let t = org.t();
    let none = Invalid::default();
    let saved = coding_page(org, at, passage, (None, &none)).await?.form;
    let place = |fields: &Fields| {
        let all = saved
            .groups
            .iter()
            .flat_map(|group| group.places.iter().map(|one| (&group.label, one)));
        let found = all
            .into_iter()
            .find(|(_, one)| one.value == fields.text("place"));
        found.map_or_else(String::new, |(group, one)| {
            format!("{group}: {}", one.label)
        })
    };
    let level = |fields: &Fields| {
        let found = saved
            .levels
            .iter()
            .find(|one| one.value == fields.text("level"));
        found.map_or_else(String::new, |one| one.label.clone())
    };
    let public = |fields: &Fields| {
        let is_public = fields.is_on("is_quotable");
        let key = if is_public { "common.yes" } else { "common.no" };
        t.say(key).to_owned()
    };
    let rows = [
        (
            t.say("interview.coding.place"),
            place(&mine),
            place(&saved.fields),
        ),
        (
            t.say("interview.coding.level-label"),
            level(&mine),
            level(&saved.fields),
        ),
        (
            t.say("interview.coding.quote"),
            mine.text("quote").to_owned(),
            saved.fields.text("quote").to_owned(),
        ),
        (
            t.say("interview.coding.quotable"),
            public(&mine),
            public(&saved.fields),
        ),
    ];
    let differences = rows.map(differing).into();
    let kept = mine.with("revision", &saved.revision);
    let page = coding_page(org, at, passage, (Some(kept), &none)).await?;
    Ok(conflict(CodingPage {
        differences,
        ..page
    }))
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/codings/{passage}/remove`
pub(super) async fn remove(
    org: Org,
    At((round, id, passage)): At<HereCoding>,
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
