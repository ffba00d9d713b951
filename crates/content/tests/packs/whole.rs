//! The packs against each other and between the languages: ids lead somewhere, figures are in order, and
//! the three languages say the same.

use std::collections::{BTreeMap, BTreeSet};

use content::threat::Per;
use content::{Approver, Files, Kind};
use domain::framework::{Reference, Source};
use domain::organisation::Slug;
use domain::service::{Need, Node, NodeKind, Register};
use domain::text::Title;
use domain::{Locale, Localised, NodeId};

fn files() -> Files {
    Files::shipped()
}

/// Every text of the packs by file and place, in each of the three languages.
fn texts() -> BTreeMap<String, [String; 3]> {
    let files = files();
    let mut all: BTreeMap<String, [String; 3]> = BTreeMap::new();
    for (at, locale) in Locale::ALL.iter().enumerate() {
        let (sheet, chapter) = (format!("/{locale}.toml"), format!(".{locale}.md"));
        let mut found = |place, text| all.entry(place).or_default()[at] = text;
        for path in files.paths() {
            if let Some(folder) = path.strip_suffix(&sheet) {
                let table: toml::Table = toml::from_str(files.text(path)).expect("a text file");
                collect(folder, &toml::Value::Table(table), &mut found);
            } else if let Some(name) = path.strip_suffix(&chapter) {
                found(name.to_owned(), files.text(path).to_owned());
            }
        }
    }
    all
}

fn collect(place: &str, value: &toml::Value, found: &mut dyn FnMut(String, String)) {
    match value {
        toml::Value::String(text) => found(place.to_owned(), text.clone()),
        toml::Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                collect(&format!("{place}[{at}]"), item, found);
            }
        }
        toml::Value::Table(table) => {
            for (name, item) in table {
                collect(&format!("{place}.{name}"), item, found);
            }
        }
        _ => {}
    }
}

/// The numbers of a text, however its language writes them, in order of size.
fn numbers(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut joined = String::new();
    for (at, c) in chars.iter().enumerate() {
        let follows_three = (1..4).all(|n| digit(at + n)) && !digit(at + 4);
        let is_inside = at > 0 && digit(at - 1) && digit(at + 1);
        match c {
            ' ' | '\u{a0}' | '\u{202f}' | ',' if is_inside && follows_three => {}
            ',' | '.' if is_inside => joined.push('.'),
            c if c.is_ascii_digit() => joined.push(*c),
            _ => joined.push(' '),
        }
    }
    let mut all = Vec::new();
    for number in joined.split_whitespace() {
        match *number.split('.').collect::<Vec<_>>().as_slice() {
            // A day: other languages write its month as a word.
            [day, _, year] => all.extend([day, year].map(str::to_owned)),
            _ => all.push(number.to_owned()),
        }
    }
    all.sort();
    all
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[test]
fn a_number_is_the_same_in_every_language() {
    let mut wrong = Vec::new();
    for (place, [fi, sv, en]) in texts() {
        // English writes the month of a day as a word, and may write an hour in words.
        let has_day = MONTHS.iter().any(|month| en.contains(month));
        let is_free = has_day || fi.contains("kello ");
        if numbers(&fi) != numbers(&sv) || (numbers(&fi) != numbers(&en) && !is_free) {
            wrong.push(format!(
                "{place}: {:?} {:?} {:?}",
                numbers(&fi),
                numbers(&sv),
                numbers(&en)
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What a text calls or leads to: places to fill, sources, facts, addresses.
fn marks(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (open, close) in [("{", "}"), ("[^", "]"), ("](", ")")] {
        let found = text
            .split(open)
            .skip(1)
            .filter_map(|rest| rest.split_once(close));
        all.extend(found.map(|(name, _)| format!("{open}{name}")));
    }
    all.sort();
    all
}

#[test]
fn every_mark_stands_in_all_languages() {
    for (place, [fi, sv, en]) in texts() {
        assert_eq!(marks(&fi), marks(&sv), "{place} in Swedish");
        assert_eq!(marks(&fi), marks(&en), "{place} in English");
    }
}

#[test]
fn a_sentence_is_a_sentence_in_all_languages() {
    for (place, all) in texts() {
        let is_whole = |text: &String| {
            text.trim_end_matches(['”', '"', '’', ')'])
                .ends_with(['.', '?', '!', ':'])
        };
        let whole: BTreeSet<bool> = all.iter().map(is_whole).collect();
        assert_eq!(whole.len(), 1, "{place}: {all:?}");
    }
}

#[test]
fn no_language_lends_its_words_to_another() {
    // A text that was copied and not translated; names and words of the field may be the same.
    let words = |text: &str| text.split_whitespace().count();
    for (place, [fi, sv, en]) in texts() {
        for (one, other) in [(&fi, &sv), (&fi, &en), (&sv, &en)] {
            assert!(
                one != other || words(one) < 5 || place.contains(".source."),
                "{place}: {one}"
            );
        }
    }
}

/// A section of a law as Finnish law is cited: a number, and a letter where one was added.
fn is_section(id: &str) -> bool {
    let parts: Vec<&str> = id.split(' ').collect();
    let number =
        |it: &str| !it.is_empty() && !it.starts_with('0') && it.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [section, "§"] => number(section),
        [section, letter, "§"] => number(section) && matches!(letter.as_bytes(), [b'a'..=b'z']),
        _ => false,
    }
}

#[test]
fn every_reference_names_an_act_and_its_section_once() {
    let acts = ["tihl", "kuntalaki", "digipalvelulaki"];
    let mut laws = 0;
    for (_, criterion) in content::framework().criteria() {
        let all: BTreeSet<&Reference> = criterion.references.iter().collect();
        assert_eq!(
            all.len(),
            criterion.references.len(),
            "{} names one twice",
            criterion.id
        );
        assert!(!all.is_empty(), "{} leans on nothing", criterion.id);
        for reference in all {
            if acts.contains(&reference.framework.as_str()) {
                assert!(
                    is_section(&reference.id),
                    "{}: {}",
                    criterion.id,
                    reference.id
                );
                laws += 1;
            } else {
                assert_eq!(reference.framework, "nist-csf-2.0", "{}", criterion.id);
            }
        }
    }
    assert!(laws > 20, "{laws}");
}

#[test]
fn what_the_framework_proposes_can_be_taken_as_a_measure() {
    for (_, criterion) in content::framework().criteria() {
        let texts = criterion
            .leadership
            .as_ref()
            .expect("the shipped framework has its sentences");
        for locale in Locale::ALL {
            let action = texts.action.exact(locale);
            assert_eq!(
                Title::parse(action).expect("a title").as_str(),
                action,
                "{}",
                criterion.id
            );
            // A clause stands in the middle of a sentence.
            for clause in [&texts.claim, &texts.trace] {
                let text = clause.exact(locale);
                assert!(
                    !text.ends_with(['.', '?', '!']),
                    "{} in {locale}: {text}",
                    criterion.id
                );
            }
        }
    }
}

#[test]
fn every_criterion_can_be_fed_by_each_of_its_sources() {
    for (_, criterion) in content::framework().criteria() {
        let id = &criterion.id;
        if criterion.is_fed_by(Source::Survey) {
            let asks = content::questions()
                .iter()
                .any(|it| it.criterion() == Some(id));
            assert!(asks, "{id}");
        }
        if criterion.is_fed_by(Source::Document) {
            assert!(
                content::documents()
                    .iter()
                    .any(|it| it.criteria.contains(id)),
                "{id}"
            );
        }
    }
}

#[test]
fn a_questionnaire_keeps_the_time_that_it_promises() {
    for instrument in content::instruments() {
        let questions = instrument.questions().filter_map(content::question);
        let seconds: usize = questions
            .map(|it| match it.kind {
                // Reading and choosing; words of one's own take longer.
                Kind::Scale { .. } => 14,
                Kind::Background { .. } => 8,
                Kind::Text => 60,
            })
            .sum();
        let promised = 60 * usize::try_from(instrument.minutes).unwrap();
        assert!(seconds <= promised, "{}: {seconds} s", instrument.id);
        assert!(
            3 * seconds >= promised,
            "{} promises too long: {seconds} s",
            instrument.id
        );
    }
}

#[test]
fn a_background_question_has_few_choices_that_are_told_apart() {
    for question in content::questions() {
        let Kind::Background { options } = &question.kind else {
            continue;
        };
        assert!((2..=7).contains(&options.len()), "{}", question.id);
        for locale in Locale::ALL {
            let labels: BTreeSet<&str> = options.iter().map(|it| it.text.exact(locale)).collect();
            assert_eq!(labels.len(), options.len(), "{} in {locale}", question.id);
        }
    }
}

/// Whether the starting set has something of this id.
fn is_known(id: &str) -> bool {
    let set = content::starting_set();
    set.support(id).is_some() || set.services.iter().any(|it| it.id == id)
}

#[test]
fn what_a_threat_hits_is_in_the_starting_set() {
    let set = content::starting_set();
    for threat in &content::threats().threats {
        let targets: BTreeSet<&str> = threat.hits.iter().map(|hit| hit.target.as_str()).collect();
        assert_eq!(
            targets.len(),
            threat.hits.len(),
            "{} hits one twice",
            threat.id
        );
        assert!(
            targets.iter().all(|id| is_known(id)),
            "{}: {targets:?}",
            threat.id
        );
        assert!(
            threat.hits.iter().all(|hit| hit.times > 0.0),
            "{}",
            threat.id
        );
        let is_supplier = |id: &&str| {
            set.support(id)
                .is_some_and(|it| it.kind == NodeKind::Supplier)
        };
        assert!(
            threat.per != Per::Supplier || targets.iter().all(is_supplier),
            "{}",
            threat.id
        );
    }
}

#[test]
fn what_a_measure_changes_is_hit_or_in_the_starting_set() {
    let (set, pack) = (content::starting_set(), content::threats());
    for measure in &pack.measures {
        for effect in &measure.effects {
            let threat = pack.threat(&effect.threat).expect("a threat");
            let hits = |id: &String| threat.hits.iter().any(|hit| hit.target == *id);
            assert!(
                effect.only.iter().all(hits),
                "{} on {}",
                measure.id,
                effect.threat
            );
        }
        if let Some(tolerance) = &measure.tolerance {
            assert!(
                tolerance
                    .services
                    .iter()
                    .all(|id| set.service(id).is_some()),
                "{}",
                measure.id
            );
        }
        for added in &measure.adds {
            let known = [&added.target, &added.beside, &added.alternative];
            assert!(known.into_iter().all(|id| is_known(id)), "{}", measure.id);
            assert_ne!(added.beside, added.alternative, "{}", measure.id);
        }
        assert!(
            !measure.overlaps.contains(&measure.id),
            "{} overlaps itself",
            measure.id
        );
        let acts =
            !measure.effects.is_empty() || measure.tolerance.is_some() || !measure.adds.is_empty();
        assert!(acts, "{} costs and does nothing", measure.id);
    }
}

#[test]
fn figures_of_the_catalogue_are_in_order_and_have_their_source() {
    let pack = content::threats();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for measure in &pack.measures {
        let id = &measure.id;
        assert!(
            0.0 < measure.cost.low && measure.cost.low <= measure.cost.high,
            "{id}"
        );
        let ordered = |it: &content::threat::Effect| it.low <= it.times && it.times <= it.high;
        assert!(measure.effects.iter().all(ordered), "{id}");
        if let Some(it) = &measure.tolerance {
            assert!(
                1.0 <= it.low && it.low <= it.times && it.times <= it.high,
                "{id}"
            );
        }
        assert!(!measure.sources.is_empty(), "{id}");
        used.extend(measure.sources.iter().map(String::as_str));
    }
    for threat in &pack.threats {
        let cost = threat.cost;
        let is_ordered = cost.low < cost.median && cost.median < cost.high && cost.high <= cost.cap;
        assert!(
            0.0 < cost.low && is_ordered && cost.floor >= 0.0,
            "{}",
            threat.id
        );
        assert!(
            !threat.sources.is_empty() && !threat.tags.is_empty(),
            "{}",
            threat.id
        );
        used.extend(threat.sources.iter().map(String::as_str));
    }
    let known: BTreeSet<&str> = pack.sources.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(
        used, known,
        "a source is named, and what is named is a source"
    );
    for source in &pack.sources {
        assert!(
            source
                .url
                .iter()
                .all(|it| it.starts_with("https://") && !it.contains(' ')),
            "{}",
            source.id
        );
        assert!((1990..=2030).contains(&source.year), "{}", source.id);
    }
}

/// The starting set as a municipality would have it, with the names of its ids.
fn register() -> (Register, BTreeMap<NodeId, String>) {
    let set = content::starting_set();
    let services = set
        .services
        .iter()
        .map(|it| (it.id.to_string(), NodeKind::Service, &it.needs));
    let supports = set
        .supports
        .iter()
        .map(|it| (it.id.clone(), it.kind, &it.needs));
    let all: Vec<_> = services.chain(supports).collect();
    let number = |id: &str| {
        let at = all
            .iter()
            .position(|(known, ..)| known == id)
            .expect("something of the set");
        format!("{at:032x}").parse::<NodeId>().expect("an id")
    };
    let nodes = all.iter().map(|(id, kind, needs)| {
        let mut node = Node::new(number(id), *kind, id);
        let need = |any: &Vec<String>| Need::new(1, any.iter().map(|it| number(it)));
        node.needs = needs.iter().filter_map(need).collect();
        if let Some(supplier) = set.support(id).and_then(|it| it.supplier.as_ref()) {
            node.needs.push(Need::of(number(supplier)));
        }
        node
    });
    let register = Register::new(nodes.collect());
    let names = register.nodes().iter().map(|it| (it.id, it.name.clone()));
    let names = names.collect();
    (register, names)
}

#[test]
fn the_starting_set_depends_on_itself_without_circles_and_holds_nothing_idle() {
    let (register, names) = register();
    assert!(register.cycles().is_empty(), "{:?}", register.cycles());
    let threats = content::threats();
    let hit = threats.threats.iter().flat_map(|it| &it.hits);
    let struck: BTreeSet<&str> = hit.map(|it| it.target.as_str()).collect();
    for node in register.nodes().iter().filter(|it| !it.is_service()) {
        let above = register.upon(node.id);
        let serves = register.services().any(|it| above.contains(&it.id));
        let name = names[&node.id].as_str();
        assert!(serves || struck.contains(name), "nothing needs {name}");
    }
    for service in register.services() {
        let name = &service.name;
        assert!(!service.needs.is_empty(), "{name} depends on nothing");
    }
}

#[test]
fn months_levels_and_hours_of_the_starting_set_make_sense() {
    for service in &content::starting_set().services {
        let id = &service.id;
        assert!(
            service.months.iter().all(|month| (1..=12).contains(month)),
            "{id}"
        );
        if let Some((hours, months, days)) = &service.season {
            assert!(
                *hours < service.tolerance_hours,
                "{id}: a season that is no shorter"
            );
            assert!(
                !months.is_empty() && days.is_none_or(|it| (1..=366).contains(&it)),
                "{id}"
            );
        }
        assert!(service.rpo_hours >= 0 && service.rto_hours > 0, "{id}");
        assert!(
            service.per_resident > 0.0 && service.cost_day >= 0.0,
            "{id}"
        );
        // A stop never harms less the longer it lasts.
        for (kind, levels) in &service.effects {
            assert!(levels.is_sorted(), "{id}: {kind:?}");
        }
    }
}

#[test]
fn every_municipality_has_an_address_of_its_own() {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for municipality in content::municipalities() {
        let name = municipality.name.exact(Locale::Fi);
        let slug = Slug::from_name(name).unwrap_or_else(|| panic!("{name} has no address"));
        let before = seen.insert(slug.to_string(), name);
        assert!(before.is_none(), "{name} and {before:?}");
        assert!(municipality.population.is_none_or(|it| it > 0), "{name}");
        let languages: BTreeSet<_> = municipality.languages.iter().collect();
        assert!(
            !languages.is_empty() && languages.len() == municipality.languages.len(),
            "{name}"
        );
        assert!(!municipality.languages.contains(&Locale::En), "{name}");
    }
}

fn is_full(text: &Localised) -> bool {
    Locale::ALL
        .into_iter()
        .all(|locale| !text.exact(locale).trim().is_empty())
}

#[test]
fn sessions_show_every_slide_and_modules_ask_what_they_taught() {
    let training = content::training();
    for session in &training.sessions {
        let slides: BTreeSet<&str> = session.slides.iter().map(|it| it.id.as_str()).collect();
        let shown: BTreeSet<&str> = session
            .steps
            .iter()
            .flat_map(|it| &it.slides)
            .map(String::as_str)
            .collect();
        assert_eq!(shown, slides, "{}", session.id);
        assert_eq!(
            session.steps.iter().filter(|it| it.is_exercise).count(),
            1,
            "{}",
            session.id
        );
    }
    let mut places = BTreeSet::new();
    for module in &training.modules {
        for question in &module.questions {
            places.insert(
                question
                    .options
                    .iter()
                    .position(|it| it.id == question.correct),
            );
            for option in &question.options {
                assert!(
                    is_full(&option.text) && is_full(&option.why),
                    "{} {}",
                    module.id,
                    question.id
                );
            }
        }
    }
    assert!(
        places.len() > 2,
        "the right answer always stands in the same place"
    );
    let taught: BTreeSet<&str> = training
        .paths
        .iter()
        .flat_map(|it| &it.steps)
        .flat_map(|it| &it.modules)
        .map(String::as_str)
        .collect();
    for module in &training.modules {
        assert!(
            taught.contains(module.id.as_str()),
            "no path leads to {}",
            module.id
        );
    }
}

#[test]
fn expected_documents_are_approved_by_somebody_and_looked_at_again() {
    let mut approvers: BTreeSet<Approver> = BTreeSet::new();
    for document in content::documents() {
        approvers.insert(document.approver);
        assert!(
            (6..=60).contains(&document.review_months),
            "{}",
            document.id
        );
        assert!(
            document
                .test_months
                .is_none_or(|it| it <= document.review_months.max(36)),
            "{}",
            document.id
        );
        assert!(is_full(&document.title), "{}", document.id);
    }
    assert!(approvers.len() > 2, "{approvers:?}");
}

#[test]
fn nobody_of_the_demo_can_be_reached_and_every_organisation_says_that_it_is_none() {
    let demo = content::demo::demo();
    for person in &demo.world.people {
        assert!(person.email.ends_with(".example"), "{}", person.email);
    }
    let says = ["kuvitteellinen", "påhitta", "fictitious"];
    for organisation in &demo.world.organisations {
        for (locale, word) in Locale::ALL.into_iter().zip(says) {
            let name = organisation.name.exact(locale);
            assert!(name.contains(word), "{name} in {locale}");
        }
        let real = content::municipalities().iter().any(|it| {
            organisation
                .name
                .fi
                .starts_with(&format!("{} ", it.name.fi))
        });
        assert!(!real, "{} is a real municipality", organisation.key);
    }
}
