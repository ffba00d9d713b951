//! The forms of findings and proposed actions: written, changed, removed, brought back.

use std::marker::PhantomData;
use std::sync::Arc;

use app::Outcome;
use app::assessment::{Proposal, proposal, remove_proposal, restore_proposal, save_proposal};
use app::form::Typed;
use domain::assessment::Place as About;
use domain::framework::{Criterion, Framework, Theme};
use domain::{ActionId, FindingId, Locale, RoundId};

use super::{link, place};
use crate::error::{PageError, PageResult};
use crate::extract::Org;
use crate::form::{
    Desk, Done, FormPage, FormView, Loaded, Place, Removable, Removal, Restorable, Spot,
};
use crate::link::{Link, Segment};
use crate::page::flash::Notice;
use crate::route::Routes;

/// What is said about one kind.
pub(super) struct Keys {
    about: &'static str,
    new: &'static str,
    edit: &'static str,
    saved: &'static str,
    remove: &'static str,
    remove_text: &'static str,
    removed: &'static str,
    restored: &'static str,
}

/// The addresses of a kind: of a new one, of one, of removing it and of bringing it back.
pub(super) struct Links<P> {
    new: Link<RoundId>,
    one: Link<(RoundId, P)>,
    remove: Link<(RoundId, P)>,
    restore: Link<(RoundId, P)>,
}

/// What differs between the two kinds.
pub(super) trait Kind: Proposal + Segment {
    const KEYS: Keys;
    const LINKS: Links<Self>;

    /// Title and body that the framework proposes for a criterion.
    fn proposed(criterion: &Criterion, locale: Locale) -> Option<(&str, &str)>;
}

impl Kind for FindingId {
    const KEYS: Keys = Keys {
        about: "assessment.finding.about",
        new: "assessment.finding.new",
        edit: "assessment.finding.edit",
        saved: "assessment.finding.saved",
        remove: "assessment.finding.remove",
        remove_text: "assessment.finding.remove-text",
        removed: "assessment.finding.removed",
        restored: "assessment.finding.restored",
    };
    const LINKS: Links<Self> = Links {
        new: link::NEW_FINDING,
        one: link::FINDING,
        remove: link::REMOVE_FINDING,
        restore: link::RESTORE_FINDING,
    };

    fn proposed(_: &Criterion, _: Locale) -> Option<(&str, &str)> {
        None
    }
}

impl Kind for ActionId {
    const KEYS: Keys = Keys {
        about: "assessment.action.about",
        new: "assessment.action.new",
        edit: "assessment.action.edit",
        saved: "assessment.action.saved",
        remove: "assessment.action.remove",
        remove_text: "assessment.action.remove-text",
        removed: "assessment.action.removed",
        restored: "assessment.action.restored",
    };
    const LINKS: Links<Self> = Links {
        new: link::NEW_ACTION,
        one: link::ACTION,
        remove: link::REMOVE_ACTION,
        restore: link::RESTORE_ACTION,
    };

    fn proposed(criterion: &Criterion, locale: Locale) -> Option<(&str, &str)> {
        let own = criterion.leadership.as_ref()?;
        Some((own.action.text(locale), own.worry.text(locale)))
    }
}

/// The form of one kind.
pub(super) struct Written<P>(PhantomData<P>);

/// The addresses of one kind's form.
pub(super) fn routes<P: Kind>(r: Routes) -> Routes {
    r.form::<Written<P>>(P::LINKS.new, P::LINKS.one)
        .removal::<Written<P>>(P::LINKS.remove)
        .restoration::<Written<P>>(P::LINKS.restore)
}

/// The theme and, when one is named, the criterion; nothing when the framework has no such place.
fn spot<'a>(framework: &'a Framework, at: &About) -> Option<(&'a Theme, Option<&'a Criterion>)> {
    let theme = framework.themes.iter().find(|it| it.id == at.theme)?;
    let Some(wanted) = &at.criterion else {
        return Some((theme, None));
    };
    let criterion = theme.criteria.iter().find(|it| it.id == *wanted)?;
    Some((theme, Some(criterion)))
}

/// The place that the words of an address or a form name.
fn about(theme: &str, criterion: &str) -> About {
    About {
        theme: theme.into(),
        criterion: (!criterion.is_empty()).then(|| criterion.into()),
    }
}

/// Where to go after a change, with what is said there.
fn done<P: Kind>(org: &Org, round: RoundId, one: &P::Written, notice: Notice) -> Done {
    Done {
        to: place::spot(org, round, P::place(one)),
        notice,
    }
}

fn round_of<P: Kind>(at: &Place<Written<P>>) -> RoundId {
    match at {
        Spot::New(round) | Spot::Old((round, _)) => *round,
    }
}

impl<P: Kind> Desk for Written<P> {
    type Form = P::Written;
    type New = RoundId;
    type Old = (RoundId, P);
    type Page = FormPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<P::Written>> {
        let round = app::assessment::round(&org.cx, round_of::<P>(at)).await?;
        let with: Arc<Framework> = app::assessment::framework(&org.cx, &round.framework).await?;
        let was = match at {
            Spot::New(_) => None,
            Spot::Old((round, id)) => Some(proposal(&org.cx, *round, *id).await?),
        };
        Ok(Loaded { was, with })
    }

    /// Begins from what the framework proposes, if it proposes anything.
    fn begin(org: &Org, query: &Typed, loaded: &Loaded<P::Written>) -> Option<Typed> {
        let (theme, criterion) = (query.text("theme"), query.text("criterion"));
        let begun = Typed::of(&[("theme", theme), ("criterion", criterion)]);
        let proposed = spot(&loaded.with, &about(theme, criterion))
            .and_then(|(_, criterion)| P::proposed(criterion?, org.cx.locale()));
        Some(match proposed {
            Some((title, body)) => begun.with("title", title).with("body", body),
            None => begun,
        })
    }

    async fn save(org: &Org, at: &Place<Self>, value: P::Written) -> Outcome<Done> {
        let round = round_of::<P>(at);
        save_proposal::<P>(&org.cx, round, &value).await?;
        Ok(done::<P>(org, round, &value, Notice::done(P::KEYS.saved)))
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        loaded: &Loaded<P::Written>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<FormPage> {
        let (t, locale, round) = (org.t(), org.cx.locale(), round_of::<P>(at));
        let (title, form) = match at {
            Spot::New(round) => (P::KEYS.new, form(org.to(P::LINKS.new, *round))),
            Spot::Old(one) => {
                let removal = Removal {
                    action: org.to(P::LINKS.remove, *one),
                    title: t.say(P::KEYS.remove),
                    text: t.say(P::KEYS.remove_text),
                    label: t.say(P::KEYS.remove),
                };
                let form = form(org.to(P::LINKS.one, *one));
                (P::KEYS.edit, form.with_removal(Some(removal)))
            }
        };
        let here = about(form.value("theme"), form.value("criterion"));
        let (theme, criterion) = spot(&loaded.with, &here).ok_or(PageError::NotFound)?;
        let about = criterion.map_or(&theme.title, |it| &it.title).text(locale);
        let crumbs = [
            (
                t.say("assessment.workspace.title"),
                org.to(link::WORKSPACE, round),
            ),
            (about, place::spot(org, round, &here)),
        ];
        let mut lead = t.with(P::KEYS.about, &[("about", &about)]);
        let is_proposed = criterion.and_then(|it| P::proposed(it, locale)).is_some();
        if is_proposed && at.old().is_none() {
            lead = format!("{lead} {}", t.say("assessment.action.prefilled"));
        }
        Ok(FormPage {
            shell: org.shell(t.say(title), &crumbs),
            lead,
            form,
        })
    }
}

impl<P: Kind> Removable for Written<P> {
    async fn remove(org: &Org, (round, id): &(RoundId, P), revision: i64) -> Outcome<Done> {
        let one = remove_proposal(&org.cx, *round, *id, revision).await?;
        let undo = org.to(P::LINKS.restore, (*round, *id));
        let notice = Notice::done(P::KEYS.removed).with_undo(&undo);
        Ok(done::<P>(org, *round, &one, notice))
    }

    fn kept(org: &Org, (round, _): &(RoundId, P)) -> String {
        org.to(link::WORKSPACE, *round)
    }
}

impl<P: Kind> Restorable for Written<P> {
    async fn restore(org: &Org, (round, id): &(RoundId, P)) -> Outcome<Done> {
        let one = restore_proposal(&org.cx, *round, *id).await?;
        Ok(done::<P>(org, *round, &one, Notice::done(P::KEYS.restored)))
    }
}
