//! Papers for the council: the public proposal, and its secret annex.
//!
//! The proposal is made of numbers of the whole municipality and of the shipped catalogue's texts:
//! its type takes nothing else. A measure of the municipality's own is there with its cost only.

use std::collections::BTreeSet;

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::publicity::Secret;
use domain::service::{Node, NodeKind, Register};
use domain::text::Title;
use domain::{Classified, Cleared, Edition, Locale};
use reports::Report;
use reports::measure::{
    Alternative, CouncilAnnex, CouncilProposal, Figures, PaperHeader, Proposed, ServiceLine,
    Standing, ThreatLine, Unknowns,
};
use simulation::portfolio::Portfolio;

use super::{Asked, BudgetPlan, MeasureView, ServiceChange, plan};
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::heavy::{Work, apart};
use crate::print::{File, FileFormat, print};
use crate::risk::{Remains, remains};

/// The most threats that the annex names: the rest is small change.
const THREATS: usize = 10;

/// Part of the papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperPart {
    /// The proposal, for the public agenda.
    Public,
    /// The annex with services, suppliers and threats.
    Secret,
}

impl PaperPart {
    /// The word in addresses and file names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Secret => "secret",
        }
    }

    /// Reads the word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Public, Self::Secret]
            .into_iter()
            .find(|part| part.code() == code)
    }
}

/// A paper that is asked for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// For which choice of measures.
    pub asked: Asked,
    /// Which part.
    pub part: PaperPart,
    /// As which file.
    pub format: FileFormat,
    /// In which language.
    pub locale: Locale,
    /// The provision on which the secrecy of the annex rests; the public part needs none.
    pub ground: String,
}

/// Makes a paper as a file. Making the annex is recorded before anything is shown.
///
/// # Errors
/// [`Error::Forbidden`] without the right to secret material for the annex, [`Error::Invalid`] for an
/// annex without a ground, [`Error::NotFound`] when there is nothing to propose.
pub async fn paper(cx: &OrgCx, wanted: &Wanted) -> Outcome<File> {
    cx.require(Permission::MeasureRead)?;
    let cx = &cx.in_language(wanted.locale);
    let report: Box<dyn Report> = match wanted.part {
        PaperPart::Public => Box::new(proposal(cx, &wanted.asked).await?),
        PaperPart::Secret => Box::new(annex(cx, &wanted.asked, &wanted.ground).await?),
    };
    let name = match wanted.part {
        PaperPart::Public => "proposal",
        PaperPart::Secret => "proposal-annex",
    };
    Ok(File {
        name: format!(
            "{}-{name}-{}-{}.{}",
            cx.organisation().slug,
            cx.today(),
            wanted.locale.code(),
            wanted.format.code(),
        ),
        content_type: wanted.format.content_type(),
        bytes: print(report, wanted.format, wanted.locale).await?,
    })
}

fn header<E: Edition>(cx: &OrgCx) -> PaperHeader<E> {
    let organisation = cx.organisation();
    PaperHeader {
        organisation: organisation.open_name(cx.locale()),
        date: cx.today(),
        fictitious: organisation.fictitious,
    }
}

/// The public proposal for a choice of measures.
///
/// # Errors
/// [`Error::NotFound`] when no measure does anything here.
pub async fn proposal(cx: &OrgCx, asked: &Asked) -> Outcome<CouncilProposal> {
    let plan = plan(cx, asked).await?.ok_or(Error::NotFound)?;
    let (built, numbers) = (&plan.computed.built, &plan.computed.numbers);
    let gaps = &built.gaps;
    let threats: BTreeSet<&str> = built
        .streams
        .iter()
        .map(|stream| stream.threat.id.as_str())
        .collect();
    Ok(CouncilProposal {
        header: header(cx),
        extent: (built.services.len(), threats.len()),
        measures: plan
            .chosen()
            .map(|one| proposed(one, cx.locale()))
            .collect(),
        alternatives: alternatives(&plan).await?,
        pays_back: plan.pays_back.value,
        postponing: plan.postponing,
        unknowns: Unknowns {
            loss: (numbers.loss.low, numbers.loss.high),
            no_cost: gaps.no_cost.len(),
            no_tolerance: gaps.no_tolerance.len(),
            shipped: gaps.shipped.0,
            gap: plan.gap,
            is_estimated: plan.is_estimated,
        },
    })
}

/// A measure of the catalogue is named in the catalogue's words; one of one's own is not named.
fn proposed(view: &MeasureView, locale: Locale) -> Proposed {
    let text = |it: &'static domain::Localised| Cleared::shipped(it.text(locale));
    Proposed {
        title: view.offered.map(|it| text(&it.title)),
        sentence: view.offered.map(|it| text(&it.sentence)),
        cost: view.cost,
        is_default_cost: view.is_default_cost,
    }
}

/// Doing nothing, the proposal, and the choices next to it that no other beats.
async fn alternatives(plan: &BudgetPlan) -> Outcome<Vec<Alternative>> {
    let frontier = plan.computed.numbers.frontier.iter().flatten();
    let beside = |is_wanted: &dyn Fn(&Portfolio) -> bool| {
        let found = frontier.clone().filter(|it| is_wanted(it));
        found.copied().collect::<Vec<Portfolio>>()
    };
    // A euro apart: costs are whole euros.
    let cheaper = beside(&|it| it.measures != 0 && it.cost < plan.cost - 0.5);
    let dearer = beside(&|it| it.cost > plan.cost + 0.5);
    let days = |of: fn(&ServiceChange) -> f64| plan.services.iter().map(of).sum();
    let nothing = Figures {
        days: days(|it| it.days.0),
        resident_days: plan.resident_days.0,
        loss: plan.loss.0,
    };
    let proposed = Figures {
        days: days(|it| it.days.1),
        resident_days: plan.resident_days.1,
        loss: plan.loss.1,
    };
    let mut all = vec![alternative(Standing::Nothing, 0, 0.0, nothing)];
    if let Some(it) = cheaper.last() {
        all.push(other(plan, Standing::Cheaper, *it).await?);
    }
    let chosen = plan.chosen().count();
    all.push(alternative(Standing::Proposed, chosen, plan.cost, proposed));
    if let Some(it) = dearer.first() {
        all.push(other(plan, Standing::Dearer, *it).await?);
    }
    Ok(all)
}

fn alternative(standing: Standing, measures: usize, cost: f64, figures: Figures) -> Alternative {
    Alternative {
        standing,
        measures,
        cost,
        figures,
    }
}

/// A choice next to the proposed one: what the pages do not show of it is computed.
async fn other(plan: &BudgetPlan, standing: Standing, it: Portfolio) -> Outcome<Alternative> {
    let built = plan.computed.built.clone();
    let found = apart(Work::Reckon, move || remains(&built, &[it.measures])).await?;
    let mut found = found.map_err(|error| Error::Report(Box::new(error)))?;
    let left: Remains = found.pop().unwrap_or_default();
    let figures = Figures {
        days: left.days.iter().sum(),
        resident_days: left.resident_days,
        loss: it.loss,
    };
    Ok(alternative(standing, it.indices().len(), it.cost, figures))
}

/// The secret annex for a choice of measures. That it was made is recorded first.
///
/// # Errors
/// As [`paper`].
pub async fn annex(cx: &OrgCx, asked: &Asked, ground: &str) -> Outcome<CouncilAnnex> {
    cx.require(Permission::SecretRead)?;
    let mut invalid = Invalid::default();
    let ground = invalid.text("ground", Title::parse(ground));
    invalid.check()?;
    let plan = plan(cx, asked).await?.ok_or(Error::NotFound)?;
    let mut org = cx.write().await?;
    let entry = cx.audit(AuditKind::SecretOpened, "proposal", "annex of a proposal");
    org.audit(&entry).await?;
    org.commit().await?;
    let register = &plan.computed.built.register;
    let mut services: Vec<ServiceLine> = plan
        .services
        .iter()
        .filter_map(|change| {
            let node = register.node(change.id)?;
            Some(ServiceLine {
                name: secret(&node.name),
                suppliers: suppliers(register, node),
                chance: change.chance,
                days: change.days,
            })
        })
        .collect();
    services.sort_by(|a, b| {
        let chance = b.chance.0.total_cmp(&a.chance.0);
        chance.then_with(|| a.name.as_str().cmp(b.name.as_str()))
    });
    let causes = plan.computed.causes_of_loss().into_iter().take(THREATS);
    Ok(CouncilAnnex {
        header: header(cx),
        ground: secret(ground.as_ref().map_or("", Title::as_str)),
        measures: plan.chosen().map(|one| secret(&one.title)).collect(),
        services,
        threats: causes
            .map(|cause| ThreatLine {
                title: Cleared::shipped(cause.threat.title.text(cx.locale())),
                loss: cause.amount,
                share: cause.share,
            })
            .collect(),
    })
}

/// A municipality's own text for the annex, which may hold every class.
fn secret(text: &str) -> Cleared<Secret> {
    let cleared = Classified::secret(text).cleared();
    cleared.unwrap_or_else(|| Cleared::shipped(""))
}

/// Names of the suppliers that a service depends on, near or far.
fn suppliers(register: &Register, service: &Node) -> Vec<Cleared<Secret>> {
    let below = register.beneath(service.id);
    let all = register.of_kind(NodeKind::Supplier);
    let below = all.filter(|one| below.contains(&one.id));
    below.map(|one| secret(&one.name)).collect()
}
