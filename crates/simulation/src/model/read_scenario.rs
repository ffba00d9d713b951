//! Reading scenarios, their effects and distributions.

use super::field::{Field, Object};
use super::read::Names;
use super::{Effect, ModelError, Scenario};
use crate::DAYS_PER_YEAR;
use crate::distribution::{Distribution, Lognormal, OutOfRange, Pert, rate_from_hundred};

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

fn rate(field: &Field<'_>, object: &Object<'_>, term_days: f64) -> Result<f64, ModelError> {
    if let Some(share) = object.field("in_100_terms") {
        let years = term_days / DAYS_PER_YEAR;
        return allowed(&share, rate_from_hundred(share.number()?, years));
    }
    match object
        .field("rate_per_year")
        .or_else(|| object.field("rate"))
    {
        Some(rate) => rate.number(),
        None => field.refuse("has no frequency", "add `rate_per_year` or `in_100_terms`"),
    }
}

fn response(field: &Field<'_>, object: &Object<'_>) -> Result<Option<Distribution>, ModelError> {
    if let Some(response) = object.field("response") {
        return distribution(&response).map(Some);
    }
    let (Some(mu), Some(sigma)) = (object.field("mu"), object.field("sg")) else {
        let Some((low, high)) = object.field("lo").zip(object.field("hi")) else {
            return Ok(None);
        };
        let made = Lognormal::from_interval(low.number()?, high.number()?);
        return allowed(field, made.map(|it| Some(Distribution::Lognormal(it))));
    };
    let made = Lognormal::new(mu.number()?, sigma.number()?);
    allowed(&mu, made.map(|it| Some(Distribution::Lognormal(it))))
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
    let duration = match kind.text()? {
        "LN" => {
            allowed(a, Lognormal::new(a.number()?, b.number()?)).map(Distribution::Lognormal)?
        }
        "PERT" => {
            let Some(c) = rest.first() else {
                return field.refuse("PERT needs three numbers", "add the greatest value");
            };
            let made = Pert::new(a.number()?, b.number()?, c.number()?);
            allowed(a, made).map(Distribution::Pert)?
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

/// A duration or a cost in any of its forms.
fn distribution(field: &Field<'_>) -> Result<Distribution, ModelError> {
    let object = field.object(DISTRIBUTION)?;
    let number = |key: &str| object.field(key).map(|it| it.number()).transpose();
    if let Some(pert) = object.field("pert") {
        let three = pert.list()?;
        let [min, mode, max] = three.as_slice() else {
            return pert.refuse("not three numbers", "write [least, most likely, greatest]");
        };
        let made = Pert::new(min.number()?, mode.number()?, max.number()?);
        return allowed(&pert, made).map(Distribution::Pert);
    }
    let made = if let Some(constant) = number("constant")? {
        Lognormal::from_interval(constant, constant)
    } else if let Some((low, high)) = number("low")?.zip(number("high")?) {
        Lognormal::from_interval(low, high)
    } else if let Some((median, high)) = number("median")?.zip(number("high")?) {
        Lognormal::from_median(median, high)
    } else if let Some((median, sigma)) = number("median")?.zip(number("sigma")?) {
        Lognormal::new(libm::log(median), sigma)
    } else if let Some((mean, sigma)) = number("mean")?.zip(number("sigma")?) {
        Lognormal::from_mean(mean, sigma)
    } else if let Some((mu, sigma)) = number("mu")?.zip(number("sigma")?) {
        Lognormal::new(mu, sigma)
    } else {
        let hint = "give median and high, low and high, mean and sigma, or pert";
        return field.refuse("not enough to know the distribution", hint);
    };
    let made = match number("cap")? {
        Some(worst) => made.and_then(|it| it.capped(worst)),
        None => made,
    };
    allowed(field, made).map(Distribution::Lognormal)
}
