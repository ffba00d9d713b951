//! The joint report over the municipalities that share their published results.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::assessment::{Round, RoundState};
use domain::audit::AuditKind;
use domain::framework::{Criterion, Framework};
use domain::identity::Permission;
use domain::organisation::Organisation;
use domain::programme::Part;
use domain::publicity::Public;
use domain::survey::Level;
use domain::{Cleared, Exception, Locale, ProgrammeId};
use i18n::Texts;
use reports::Judgement;
use reports::assessment::{
    CommonPoint, Header, Joint, Municipality, MunicipalityTheme, ProposedAction,
};

use reports::document::Document;

use super::{View, programme};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::leadership::{Material, draw, material, summary};
use crate::print::{File, FileFormat, print};

/// How many municipalities must have the same worry for it to be called shared.
const SHARED_LEAST: usize = 2;

/// Chooses whether this municipality's published results are in the joint report. Its own leaders
/// or coordinator decide, nobody else.
///
/// # Errors
/// [`Error::NotFound`] when it does not take part as a municipality.
pub async fn share(cx: &OrgCx, id: ProgrammeId, shares: bool) -> Outcome<()> {
    cx.require(Permission::ProgrammeDecide)?;
    let mut org = cx.write().await?;
    let view = super::load(cx, &mut org, id).await?;
    if view.part != Part::Municipality {
        return Err(Error::NotFound);
    }
    org.share_with_programme(id, shares).await?;
    let detail = if shares { "shares" } else { "does not share" };
    org.audit(&cx.audit(AuditKind::ProgrammeChanged, id, detail))
        .await?;
    Ok(org.commit().await?)
}

/// The joint report; nothing when no municipality shares a published result.
///
/// # Errors
/// [`Error::NotFound`] when this organisation does not take part, [`Error::Refused`] when it is a
/// partner or host and the programme has ended.
pub async fn joint(cx: &OrgCx, id: ProgrammeId) -> Outcome<Option<Joint>> {
    let view = programme(cx, id).await?;
    if !view.is_open() {
        return Err(Error::Refused("programme.ended.partner"));
    }
    let materials = shared(cx, &view).await?;
    let Some(first) = materials.first() else {
        return Ok(None);
    };
    let framework = Arc::clone(&first.picture.framework);
    Ok(Some(build(&view, &framework, &materials, cx.texts())))
}

/// The joint report as a page.
///
/// # Errors
/// As [`joint`].
pub async fn joint_page(cx: &OrgCx, id: ProgrammeId) -> Outcome<Option<Document>> {
    Ok(joint(cx, id).await?.map(|report| draw(cx, &report)))
}

/// The joint report as a file; without a programme, of the newest one.
///
/// # Errors
/// As [`joint`]; [`Error::NotFound`] when there is nothing to print.
pub async fn render_joint(
    cx: &OrgCx,
    id: Option<ProgrammeId>,
    format: FileFormat,
    locale: Locale,
) -> Outcome<File> {
    cx.require(Permission::ProgrammeRead)?;
    let cx = &cx.in_language(locale);
    let id = if let Some(id) = id {
        id
    } else {
        let all = cx.read().await?.programmes().await?;
        all.first().ok_or(Error::NotFound)?.id
    };
    let report = joint(cx, id).await?.ok_or(Error::NotFound)?;
    Ok(File {
        name: format!("joint-{}-{}.{}", cx.today(), locale.code(), format.code()),
        content_type: format.content_type(),
        bytes: print(Box::new(report), format, locale).await?,
    })
}

/// What the sharing municipalities have published, on the framework that most of them use.
async fn shared(cx: &OrgCx, view: &View) -> Outcome<Vec<Material>> {
    let mut found: Vec<(Organisation, Round)> = Vec::new();
    for member in &view.members {
        if member.part != Part::Municipality || !member.shares {
            continue;
        }
        let mut org = cx.app().store().read(member.organisation.id).await?;
        let rounds = org.rounds().await?;
        let published = rounds
            .into_iter()
            .find(|round| round.state == RoundState::Published);
        found.extend(published.map(|round| (member.organisation.clone(), round)));
    }
    let mut users: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, round) in &found {
        *users.entry(&round.framework).or_default() += 1;
    }
    let common = users
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)))
        .map(|(id, _)| id.to_owned());
    let mut materials = Vec::new();
    for (organisation, round) in found {
        if Some(&round.framework) == common.as_ref() {
            let theirs = OrgCx::of_system(cx.app().clone(), organisation, cx.locale());
            materials.push(material(&theirs, round.id, cx.locale()).await?);
        }
    }
    // Two organisations may have loaded different files under one id.
    if let Some(first) = materials
        .first()
        .map(|one| Arc::clone(&one.picture.framework))
    {
        materials.retain(|one| one.picture.framework == first);
    }
    Ok(materials)
}

fn build(view: &View, framework: &Framework, all: &[Material], t: Texts) -> Joint {
    let name = Cleared::exception(view.programme.title.as_str(), Exception::AgendaName);
    let fictitious = all.iter().any(|one| one.organisation.fictitious);
    let date = all.iter().map(|one| one.date).max().unwrap_or(view.today);
    Joint {
        header: Header {
            organisation: name.clone(),
            round: Cleared::joined(
                [
                    Cleared::shipped(t.say("report.method.framework")),
                    framework.open_name(t.locale()),
                ],
                ": ",
            ),
            date,
            prepared_by: name,
            fictitious,
        },
        situation: situation(all, framework, t),
        themes: framework
            .themes
            .iter()
            .map(|theme| theme.open_title(t.locale()))
            .collect(),
        municipalities: all.iter().map(|one| municipality(one, framework)).collect(),
        worries: worries(all, framework, t),
        actions: actions(all, framework, t),
    }
}

fn situation(all: &[Material], framework: &Framework, t: Texts) -> Vec<Cleared<Public>> {
    let names: Vec<Cleared<Public>> = all
        .iter()
        .map(|one| one.organisation.open_name(t.locale()))
        .collect();
    let names = t.cleared_list(&names);
    let mut sentences = vec![t.cleared("programme.joint.who", &[("names", names)])];
    let mut means: Vec<(f64, Cleared<Public>)> = framework
        .themes
        .iter()
        .filter_map(|theme| {
            let levels: Vec<f64> = all
                .iter()
                .filter_map(|one| one.tally(theme).mean())
                .collect();
            let n = u32::try_from(levels.len()).ok().filter(|n| *n > 0)?;
            let mean = levels.iter().sum::<f64>() / f64::from(n);
            Some((mean, theme.open_title(t.locale())))
        })
        .collect();
    means.sort_by(|a, b| b.0.total_cmp(&a.0));
    if let (Some((high, best)), Some((low, worst))) = (means.first(), means.last())
        && high > low
    {
        sentences.push(t.cleared(
            "programme.joint.extremes",
            &[("best", best.clone()), ("worst", worst.clone())],
        ));
    }
    sentences
}

/// A municipality's part: nothing but what its public summary holds.
fn municipality(material: &Material, framework: &Framework) -> Municipality {
    let public = summary::<Public>(material);
    Municipality {
        name: public.header.organisation,
        themes: framework
            .themes
            .iter()
            .zip(&public.themes)
            .map(|(theme, shown)| {
                let tally = material.tally(theme);
                MunicipalityTheme {
                    judgement: (tally.n() > 0)
                        .then(|| Judgement::from(Level::nearest(tally.mean()))),
                    counts: shown.counts,
                }
            })
            .collect(),
        situation: public.situation.into_iter().take(2).collect(),
        worries: public.worries.into_iter().map(|one| one.title).collect(),
        proposals: public
            .proposals
            .into_iter()
            .map(|one| one.decision)
            .take(5)
            .collect(),
    }
}

/// Criteria that trouble several municipalities, with who they are.
fn common<'a>(
    all: &'a [Material],
    framework: &'a Framework,
) -> Vec<(&'a Criterion, Vec<&'a Material>)> {
    let mut found: Vec<(&Criterion, Vec<&Material>)> = framework
        .criteria()
        .map(|(_, criterion)| {
            let troubled = all.iter().filter(|one| {
                one.worries::<Public>()
                    .iter()
                    .any(|worry| worry.criterion.id == criterion.id && worry.level != Level::Partly)
            });
            (criterion, troubled.collect())
        })
        .filter(|(_, troubled): &(_, Vec<_>)| troubled.len() >= SHARED_LEAST)
        .collect();
    found.sort_by_key(|(_, troubled)| std::cmp::Reverse(troubled.len()));
    found.truncate(5);
    found
}

fn worries(all: &[Material], framework: &Framework, t: Texts) -> Vec<CommonPoint> {
    common(all, framework)
        .into_iter()
        .map(|(criterion, troubled)| CommonPoint {
            title: criterion.open_title(t.locale()),
            text: criterion.open_consequence(t.locale()),
            municipalities: troubled
                .into_iter()
                .map(|one| one.organisation.open_name(t.locale()))
                .collect(),
        })
        .collect()
}

/// The shipped actions for what troubles several municipalities: what is best done together.
fn actions(all: &[Material], framework: &Framework, t: Texts) -> Vec<ProposedAction<Public>> {
    common(all, framework)
        .into_iter()
        .filter_map(|(criterion, _)| {
            let title = criterion.open_action(t.locale())?;
            Some(ProposedAction {
                title,
                owner: None,
                effort: None,
                effect: None,
                by: None,
            })
        })
        .collect()
}
