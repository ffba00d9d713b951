//! A programme's page: goal, members, how far each municipality is.

use app::programme::{Board, Standing, View};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::ProgrammeId;
use domain::identity::Permission;
use domain::programme::Part;
use i18n::Texts;
use jiff::civil::Date;

use super::access::{self, GuestRow};
use super::link;
use crate::error::PageResult;
use crate::extract::{At, Fields, Org};
use crate::kit::shell::Shell;
use crate::link::HOME;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// One organisation that takes part.
struct MemberRow {
    name: String,
    part: &'static str,
    state: String,
}

/// One municipality on the board.
struct BoardRow {
    name: String,
    /// Its own pages, for whoever works there; empty for others.
    href: String,
    standing: &'static str,
    kind: &'static str,
    done: String,
    waits: &'static str,
}

/// `GET /{org}/programmes/{programme}`
#[derive(Template)]
#[template(path = "programme/view.html")]
struct ViewPage {
    shell: Shell,
    goal: String,
    period: String,
    access: String,
    /// That the programme has been prolonged; empty when it has not.
    longer: String,
    agree: String,
    /// Who of other organisations sees this municipality's data; none for who is no municipality.
    guests: Vec<GuestRow>,
    members: Vec<MemberRow>,
    board: Vec<BoardRow>,
    is_closed: bool,
    joint: String,
    share: String,
    shares: bool,
    may_share: bool,
    edit: String,
    invite: String,
    leave: String,
}

/// `GET /{org}/programmes/{programme}`
pub(super) async fn show(org: Org, At(id): At<ProgrammeId>) -> PageResult<Response> {
    let view = app::programme::programme(&org.cx, id).await?;
    let board = app::programme::board(&org.cx, id).await?;
    let mut page = page(&org, id, &view, &board);
    page.guests = access::rows(&org, &view, &app::programme::guests(&org.cx, id).await?);
    Ok(Page(page).into_response())
}

fn page(org: &Org, id: ProgrammeId, view: &View, board: &[Board]) -> ViewPage {
    let t = org.t();
    let programme = &view.programme;
    let when = |may: bool, link| {
        if may { org.to(link, id) } else { String::new() }
    };
    let may_manage = app::programme::may_manage(&org.cx);
    let may_decide = org.cx.may(Permission::ProgrammeDecide);
    ViewPage {
        shell: org.shell(
            &programme.title,
            &[(t.say("programme.title"), org.to(link::LIST, ()))],
        ),
        goal: programme.goal.clone(),
        period: format!(
            "{} – {}",
            t.date(programme.starts_on),
            t.date(programme.ends_on)
        ),
        access: access_ends(t, view.access_ends_on(), view.today),
        guests: Vec::new(),
        longer: longer(t, view),
        agree: when(may_decide && view.waits_for_agreement(), link::AGREE),
        members: members(t, view),
        board: board.iter().map(|row| board_row(org, row)).collect(),
        is_closed: !view.is_open(),
        joint: when(view.is_open(), link::JOINT),
        share: org.to(link::SHARE, id),
        shares: view.shares,
        may_share: may_decide && view.part == Part::Municipality,
        edit: when(may_manage, link::EDIT),
        invite: when(may_manage, link::INVITE),
        leave: when(may_decide, link::LEAVE),
    }
}

/// That the programme has been prolonged and what follows; empty when it has not.
fn longer(t: Texts, view: &View) -> String {
    if !view.waits_for_agreement() {
        return String::new();
    }
    let days = [
        ("old", t.date(view.agreed_until)),
        ("new", t.date(view.programme.ends_on)),
    ];
    let [(old, old_day), (new, new_day)] = &days;
    t.with("programme.agree.text", &[(old, old_day), (new, new_day)])
}

/// When partners' access ends, said plainly.
fn access_ends(t: Texts, ends_on: Date, today: Date) -> String {
    let key = if ends_on < today {
        "programme.access.ended"
    } else {
        "programme.access.ends"
    };
    t.with(key, &[("date", &t.date(ends_on))])
}

fn members(t: Texts, view: &View) -> Vec<MemberRow> {
    let row = |one: &app::programme::ProgrammeMember, state: String| MemberRow {
        name: one.organisation.name.text(t.locale()).to_owned(),
        part: t.say(match one.part {
            Part::Municipality => "programme.part.municipality",
            Part::Partner => "programme.part.partner",
            Part::Host => "programme.part.host",
        }),
        state,
    };
    let joined = view.members.iter().map(|one| {
        let state = match (one.part, one.shares) {
            (Part::Municipality, true) => t.say("programme.shares"),
            (Part::Municipality, false) => t.say("programme.shares-not"),
            _ => "",
        };
        row(one, state.to_owned())
    });
    let invited = view
        .invited
        .iter()
        .map(|one| row(one, t.say("programme.invited.pending").to_owned()));
    joined.chain(invited).collect()
}

fn board_row(org: &Org, row: &Board) -> BoardRow {
    let t = org.t();
    let (standing, kind, waits) = match row.standing {
        Standing::NotStarted => ("not-started", "neutral", "programme.waits.coordinator"),
        Standing::Gathering => ("gathering", "info", "programme.waits.sources"),
        Standing::Judging => ("judging", "info", "programme.waits.assessor"),
        Standing::Published if row.shares => ("published", "success", "programme.waits.nobody"),
        Standing::Published => ("published", "success", "programme.waits.sharing"),
    };
    let standing = match standing {
        "not-started" => "programme.standing.not-started",
        "gathering" => "programme.standing.gathering",
        "judging" => "programme.standing.judging",
        _ => "programme.standing.published",
    };
    let done = row.counted.map_or_else(String::new, |counted| {
        let number = |n: usize| t.number(n);
        t.with(
            "programme.board.counts",
            &[
                ("interviews", &number(counted.interviews_done)),
                ("planned", &number(counted.interviews)),
                ("documents", &number(counted.documents_done)),
                ("expected", &number(counted.documents)),
                ("judged", &number(counted.judged)),
                ("criteria", &number(counted.criteria)),
            ],
        )
    });
    BoardRow {
        href: if row.may_enter {
            HOME.within(&row.organisation.slug, ())
        } else {
            String::new()
        },
        name: row.organisation.name.text(t.locale()).to_owned(),
        standing: t.say(standing),
        kind,
        done,
        waits: t.say(waits),
    }
}

/// `POST /{org}/programmes/{programme}/share`
pub(super) async fn share(
    org: Org,
    At(id): At<ProgrammeId>,
    fields: Fields,
) -> PageResult<Response> {
    let shares = fields.is_on("shares");
    app::programme::share(&org.cx, id, shares).await?;
    let key = if shares {
        "programme.share.on"
    } else {
        "programme.share.off"
    };
    Ok(go_with(&org.to(link::PROGRAMME, id), &Notice::done(key)))
}

/// `POST /{org}/programmes/{programme}/agree`
pub(super) async fn agree(org: Org, At(id): At<ProgrammeId>) -> PageResult<Response> {
    app::programme::agree(&org.cx, id).await?;
    Ok(go_with(
        &org.to(link::PROGRAMME, id),
        &Notice::done("programme.agree.done"),
    ))
}
