//! Reading scenarios, their effects and distributions.

use super::field::{Field, Object};
use super::read::Names;
use super::{Effect, ModelError, Scenario};
use crate::DAYS_PER_YEAR;
use crate::distribution::{Distribution, Lognormal, OutOfRange, rate_from_hundred};

const SCENARIO: &[&str] = &[
    "name",
    "rate",
    "rate_per_year",
    "in_100_terms",
    "rate_interval",
    "rho",
    "response",
    "response_interval",
    "effects",
    "eff",
    "mu",
    "sg",
    "lo",
    "hi",
];

pub(super) fn scenarios(
    top: &Object<'_>,
    names: &Names,
    term_days: f64,
) -> Result<Vec<Scenario>, ModelError> {
    let mut scenarios = Vec::new();
    for key in ["sc", "scenarios"] {
        for field in top.list(key)? {
            let number = scenarios.len();
            scenarios.push(scenario(&field, names, number, term_days)?);
        }
    }
    Ok(scenarios)
}

fn scenario(
    field: &Field<'_>,
    names: &Names,
    number: usize,
    term_days: f64,
) -> Result<Scenario, ModelError> {
    let object = field.object(SCENARIO)?;
    let mut effects = Vec::new();
    for effect in object.list("eff")? {
        effects.push(compact_effect(&effect)?);
    }
    for effect in object.list("effects")? {
        effects.push(full_effect(&effect, names)?);
    }
    Ok(Scenario {
        name: object.text_or("name", &format!("scenario {number}"))?,
        rate_per_year: rate(field, &object, term_days)?,
        rate_interval: object.pair("rate_interval")?,
        effects,
        response: response(field, &object)?,
        response_interval: object.pair("response_interval")?,
        rho: object.number_or("rho", 0.0)?,
    })
}

/// The ways to say how often: one of them.
const RATES: &[&str] = &["rate_per_year", "rate", "in_100_terms"];

fn rate(field: &Field<'_>, object: &Object<'_>, term_days: f64) -> Result<f64, ModelError> {
    let Some(rate) = object.only(RATES, "the frequency")? else {
        return field.refuse("has no frequency", "add `rate_per_year` or `in_100_terms`");
    };
    if object.field("in_100_terms").is_none() {
        return rate.number();
    }
    let years = term_days / DAYS_PER_YEAR;
    allowed(&rate, rate_from_hundred(rate.number()?, years))
}

fn response(field: &Field<'_>, object: &Object<'_>) -> Result<Option<Distribution>, ModelError> {
    for compact in ["mu", "sg", "lo", "hi"] {
        object.only(&["response", compact], "the cost of an event")?;
    }
    if let Some(response) = object.field("response") {
        return distribution(&response).map(Some);
    }
    let by_logarithm = pair(field, object, ["mu", "sg"], Lognormal::new)?;
    let by_interval = pair(field, object, ["lo", "hi"], Lognormal::from_interval)?;
    if let (Some(one), Some(other)) = (by_logarithm, by_interval) {
        // Both are told in files that were made from intervals; they may say the same.
        let apart = (one.mu() - other.mu()).abs() + (one.sigma() - other.sigma()).abs();
        if apart > 1e-3 {
            let problem = "`lo` and `hi` contradict `mu` and `sg`";
            return field.refuse(problem, "leave one of the two forms out");
        }
    }
    Ok(by_logarithm.or(by_interval).map(Distribution::Lognormal))
}

/// A distribution of two numbers, both or neither of which are told.
fn pair(
    field: &Field<'_>,
    object: &Object<'_>,
    keys: [&str; 2],
    make: fn(f64, f64) -> Result<Lognormal, OutOfRange>,
) -> Result<Option<Lognormal>, ModelError> {
    if keys.iter().all(|key| object.field(key).is_none()) {
        return Ok(None);
    }
    let [one, other] = keys.map(|key| object.required(key)?.number());
    allowed(field, make(one?, other?)).map(Some)
}

fn allowed<T>(field: &Field<'_>, made: Result<T, OutOfRange>) -> Result<T, ModelError> {
    match made {
        Ok(made) => Ok(made),
        Err(refused) => field.refuse(&refused.to_string(), "change the numbers"),
    }
}

/// Node, probability, kind, and the kind's three numbers; a lognormal leaves the last one unused.
fn compact_effect(field: &Field<'_>) -> Result<Effect, ModelError> {
    let list = field.list()?;
    let [node, probability, kind, a, b, rest @ ..] = list.as_slice() else {
        let hint = "write [node, probability, \"LN\", mu, sigma, 0] or \"PERT\" and three numbers";
        return field.refuse("too short for an effect", hint);
    };
    if let [_, more, ..] = rest {
        return more.refuse("one too many", "an effect has six entries");
    }
    let duration = match kind.text()? {
        "LN" => {
            allowed(a, Lognormal::new(a.number()?, b.number()?)).map(Distribution::Lognormal)?
        }
        "PERT" => {
            let Some(c) = rest.first() else {
                return field.refuse("PERT needs three numbers", "add the greatest value");
            };
            allowed(a, Distribution::pert(a.number()?, b.number()?, c.number()?))?
        }
        _ => return kind.refuse("no such distribution", "write \"LN\" or \"PERT\""),
    };
    Ok(Effect {
        node: node.count()?,
        probability: probability.number()?,
        probability_interval: None,
        duration,
        duration_interval: None,
    })
}

const EFFECT: &[&str] = &[
    "node",
    "probability",
    "probability_interval",
    "duration",
    "duration_interval",
];

fn full_effect(field: &Field<'_>, names: &Names) -> Result<Effect, ModelError> {
    let object = field.object(EFFECT)?;
    Ok(Effect {
        node: names.node(&object.required("node")?)?,
        probability: object.number_or("probability", 1.0)?,
        probability_interval: object.pair("probability_interval")?,
        duration: distribution(&object.required("duration")?)?,
        duration_interval: object.pair("duration_interval")?,
    })
}

const DISTRIBUTION: &[&str] = &[
    "median", "low", "high", "mean", "mu", "sigma", "constant", "cap", "pert",
];

/// What together tells a distribution.
const FORMS: &[&[&str]] = &[
    &["pert"],
    &["constant"],
    &["low", "high"],
    &["median", "high"],
    &["median", "sigma"],
    &["mean", "sigma"],
    &["mu", "sigma"],
];

/// The one form in which a distribution is told: what is told twice may contradict itself.
fn form(field: &Field<'_>, object: &Object<'_>) -> Result<&'static [&'static str], ModelError> {
    let is_given = |key: &&str| object.field(key).is_some();
    let is_told = |form: &&&[&str]| form.iter().all(is_given);
    let Some(form) = FORMS.iter().find(is_told).copied() else {
        let hint = "give median and high, low and high, mean and sigma, or pert";
        return field.refuse("not enough to know the distribution", hint);
    };
    let mut given = DISTRIBUTION.iter().filter(|key| is_given(key));
    let stray = given.find(|key| !form.contains(key) && (**key != "cap" || form.contains(&"pert")));
    let Some(stray) = stray.and_then(|key| object.field(key)) else {
        return Ok(form);
    };
    if form.contains(&"pert") {
        let problem = "`pert` has its greatest value and tells everything";
        return stray.refuse(problem, "leave either this field or `pert` out");
    }
    let hint = format!("leave it out, or {}", form.join(" and "));
    stray.refuse("a second form of one quantity", &hint)
}

/// A duration or a cost in any of its forms.
fn distribution(field: &Field<'_>) -> Result<Distribution, ModelError> {
    let object = field.object(DISTRIBUTION)?;
    let form = form(field, &object)?;
    if let Some(pert) = object.field("pert") {
        let three = pert.list()?;
        let [least, likely, greatest] = three.as_slice() else {
            return pert.refuse("not three numbers", "write [least, most likely, greatest]");
        };
        let (least, likely) = (least.number()?, likely.number()?);
        return allowed(&pert, Distribution::pert(least, likely, greatest.number()?));
    }
    let numbers: Vec<f64> = form
        .iter()
        .map(|key| object.required(key)?.number())
        .collect::<Result<_, _>>()?;
    let made = match (form, numbers.as_slice()) {
        (["constant"], [value]) => Lognormal::from_interval(*value, *value),
        (["low", "high"], [low, high]) => Lognormal::from_interval(*low, *high),
        (["median", "high"], [median, high]) => Lognormal::from_median(*median, *high),
        (["median", "sigma"], [median, sigma]) => Lognormal::new(libm::log(*median), *sigma),
        (["mean", "sigma"], [mean, sigma]) => Lognormal::from_mean(*mean, *sigma),
        (_, [mu, sigma]) => Lognormal::new(*mu, *sigma),
        _ => return field.refuse("not enough to know the distribution", "give two numbers"),
    };
    let made = match object.field("cap").map(|it| it.number()).transpose()? {
        Some(worst) => made.and_then(|it| it.capped(worst)),
        None => made,
    };
    allowed(field, made).map(Distribution::Lognormal)
}
