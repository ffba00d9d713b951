//! Reading measures.

use super::field::{Field, Object};
use super::read::{Names, named};
use super::{Alternative, HitMultiplier, Measure, ModelError, Multiplier, Scenario};

const MEASURE: &[&str] = &[
    "name",
    "cost",
    "freq",
    "dur",
    "frequency",
    "duration",
    "lasting",
    "hit",
    "response",
    "tolerance",
    "alternatives",
    "overlap",
    "overlaps",
];

pub(super) fn measures(
    top: &Object<'_>,
    names: &Names,
    scenarios: &[Scenario],
) -> Result<Vec<Measure>, ModelError> {
    let mut sorted: Vec<_> = scenarios
        .iter()
        .map(|it| it.name.clone())
        .zip(0..)
        .collect();
    sorted.sort();
    let mut fields = top.list("meas")?;
    fields.extend(top.list("measures")?);
    let mut called = Vec::with_capacity(fields.len());
    for (at, field) in fields.iter().enumerate() {
        let object = field.object(MEASURE)?;
        called.push(object.text_or("name", &format!("measure {at}"))?);
    }
    let mut measures: Vec<_> = called.iter().cloned().zip(0..).collect();
    measures.sort();
    let known = Known {
        nodes: names,
        scenarios: &sorted,
        measures: &measures,
    };
    let each = fields.iter().zip(called);
    each.map(|(field, name)| measure(field, name, &known))
        .collect()
}

/// What a measure may name.
struct Known<'a> {
    nodes: &'a Names,
    scenarios: &'a [(String, usize)],
    measures: &'a [(String, usize)],
}

fn measure(field: &Field<'_>, name: String, known: &Known<'_>) -> Result<Measure, ModelError> {
    let object = field.object(MEASURE)?;
    let (names, scenarios) = (known.nodes, known.scenarios);
    let mut measure = Measure {
        name,
        cost: object.required("cost")?.number()?,
        overlap: object
            .field("overlap")
            .map(|it| it.text())
            .transpose()?
            .map(str::to_owned),
        ..Measure::default()
    };
    for it in object.list("freq")? {
        measure.frequency.push(compact(&it)?);
    }
    for it in object.list("dur")? {
        measure.duration.push(compact(&it)?);
    }
    for (key, list) in [
        ("frequency", &mut measure.frequency),
        ("response", &mut measure.response),
    ] {
        for it in object.list(key)? {
            let it = it.object(&["scenario", "factor"])?;
            let target = named(&it.required("scenario")?, scenarios, "scenario")?;
            let factor = it.required("factor")?.number()?;
            list.push(Multiplier { target, factor });
        }
    }
    for (key, list) in [
        ("duration", &mut measure.duration),
        ("tolerance", &mut measure.tolerance),
    ] {
        for it in object.list(key)? {
            let it = it.object(&["node", "factor"])?;
            let target = names.node(&it.required("node")?)?;
            let factor = it.required("factor")?.number()?;
            list.push(Multiplier { target, factor });
        }
    }
    for (key, list) in [("hit", &mut measure.hit), ("lasting", &mut measure.lasting)] {
        for it in object.list(key)? {
            let it = it.object(&["scenario", "node", "factor"])?;
            list.push(HitMultiplier {
                scenario: named(&it.required("scenario")?, scenarios, "scenario")?,
                node: names.node(&it.required("node")?)?,
                factor: it.required("factor")?.number()?,
            });
        }
    }
    for it in object.list("overlaps")? {
        let other = named(&it, known.measures, "measure")?;
        measure.overlaps.push(other);
    }
    measure.alternatives = alternatives(&object, names)?;
    Ok(measure)
}

fn alternatives(object: &Object<'_>, names: &Names) -> Result<Vec<Alternative>, ModelError> {
    let read = |it: &Field<'_>| {
        let it = it.object(&["node", "group", "member"])?;
        Ok(Alternative {
            node: names.node(&it.required("node")?)?,
            group: it.required("group")?.count()?,
            member: names.node(&it.required("member")?)?,
        })
    };
    object.list("alternatives")?.iter().map(read).collect()
}

/// `[target, factor]`.
fn compact(field: &Field<'_>) -> Result<Multiplier, ModelError> {
    let list = field.list()?;
    let [target, factor] = list.as_slice() else {
        return field.refuse("not two numbers", "write [target, factor]");
    };
    Ok(Multiplier {
        target: target.count()?,
        factor: factor.number()?,
    })
}
