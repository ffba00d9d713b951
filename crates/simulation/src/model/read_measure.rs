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
    let mut measures = Vec::new();
    for key in ["meas", "measures"] {
        for field in top.list(key)? {
            let name = format!("measure {}", measures.len());
            measures.push(measure(&field, &name, (names, &sorted))?);
        }
    }
    Ok(measures)
}

type Known<'a> = (&'a Names, &'a [(String, usize)]);

fn measure(field: &Field<'_>, name: &str, known: Known<'_>) -> Result<Measure, ModelError> {
    let object = field.object(MEASURE)?;
    let (names, scenarios) = known;
    let mut measure = Measure {
        name: object.text_or("name", name)?,
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
        measure.overlaps.push(it.count()?);
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
