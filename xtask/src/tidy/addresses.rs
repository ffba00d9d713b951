//! Addresses come from links: no handler writes one by hand.

use super::{Findings, Project};

/// Where addresses are made, and what tells where they are.
const EXEMPT: &[&str] = &["crates/web/src/link.rs", "crates/web/src/page.rs"];

/// What a line never has: an address that is put together, and one that stands in a template.
const IN_CODE: &[&str] = &[
    "format!(\"/",
    "format!(\"{base}/",
    "format!(\"{here}/",
    "format!(\"{own}/",
    "format!(\"{path}/",
    "format!(\"{root}/",
    "format!(\"{to}/",
    "format!(\"?",
    "go(\"/",
    "go_with(\"/",
    "href(&format!",
];

/// What no use case does: it takes addresses from `app::address`, whose patterns `web` serves.
const IN_USE_CASES: &[&str] = &["format!(\"/", "base_url"];

/// Where the address of the installation is kept and where it is used.
const BASE: &[&str] = &["crates/app/src/address.rs", "crates/app/src/world.rs"];

/// The same in templates.
const IN_TEMPLATES: &[&str] = &["href=\"/", "action=\"/", "src=\"/", "}}/", "~ \"/"];

/// Looks through the code of `web`, where links alone make addresses, and through its templates.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    let hint = "take the address from a link: `org.to(link::…, …)`, `.query(…)`, `.fragment(…)`";
    let code = project.tree.under("crates/web/src");
    for (file, rest) in code.filter(|(file, _)| !EXEMPT.contains(&file.path.as_str())) {
        for (number, line) in file.production_lines() {
            let comment = line.trim_start().starts_with("//");
            let pattern = line.contains("\"/{org}") || line.contains("\"/handbook/");
            let strays = pattern && !rest.ends_with("link.rs");
            let found = IN_CODE.iter().find(|text| line.contains(**text));
            if !comment && (strays || found.is_some()) {
                let what = found.map_or("a pattern outside `link.rs`", |text| text);
                findings.add(&file.path, number, format!("`{what}`"), hint);
            }
        }
    }
    use_cases(project, findings);
    for (file, _) in project.tree.under("crates/web/templates") {
        for (index, line) in file.text.lines().enumerate() {
            for text in IN_TEMPLATES.iter().filter(|text| line.contains(**text)) {
                findings.add(&file.path, index + 1, format!("`{text}`"), hint);
            }
        }
    }
}

/// Looks through the code of `app`, whose addresses leave the product.
fn use_cases(project: &Project, findings: &mut Findings) {
    let hint = "take the address from `app::address`, of whose patterns `web` makes its links";
    let code = project.tree.under("crates/app/src");
    for (file, _) in code.filter(|(file, _)| !BASE.contains(&file.path.as_str())) {
        for (number, line) in file.production_lines() {
            let found = IN_USE_CASES.iter().find(|text| line.contains(**text));
            if let Some(text) = found.filter(|_| !line.trim_start().starts_with("//")) {
                findings.add(&file.path, number, format!("`{text}`"), hint);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    #[test]
    fn addresses_made_by_hand_are_found() {
        let code = "fn f() {\n    go(&format!(\"/{slug}/rounds\"));\n    // format!(\"/x\")\n    let to = format!(\"{here}/remove\");\n    let page = (\"/{org}/rounds\", 1);\n}\n";
        let template = "<a href=\"{{ back }}\">x</a>\n<a href=\"/account\">x</a>\n<form action=\"{{ action }}/remove\">\n";
        let links = "const A: Link = Link::member(\"/{org}/rounds\", Permission::Read);\n";
        let found = planted(
            check,
            &[
                ("crates/web/src/round/list.rs", code),
                ("crates/web/src/round/link.rs", links),
                ("crates/web/templates/round/list.html", template),
            ],
        );
        assert_eq!(
            found,
            [
                "crates/web/src/round/list.rs:2 `format!(\"/`",
                "crates/web/src/round/list.rs:4 `format!(\"{here}/`",
                "crates/web/src/round/list.rs:5 `a pattern outside `link.rs``",
                "crates/web/templates/round/list.html:2 `href=\"/`",
                "crates/web/templates/round/list.html:3 `}}/`",
            ]
        );
    }

    #[test]
    fn every_way_to_write_an_address_is_found_and_a_link_is_none() {
        for text in super::IN_CODE {
            let code = format!("fn f() {{\n    let a = {text}\n}}\n");
            let found = planted(check, &[("crates/web/src/round/list.rs", &code)]);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            for exempt in super::EXEMPT {
                assert!(
                    planted(check, &[(exempt, &code)]).is_empty(),
                    "{text} in {exempt}"
                );
            }
            assert!(
                planted(check, &[("crates/reports/src/a.rs", &code)]).is_empty(),
                "{text}"
            );
        }
        for text in super::IN_USE_CASES {
            let code = format!("fn f() {{\n    let a = {text}\n}}\n");
            let found = planted(check, &[("crates/app/src/survey/letter.rs", &code)]);
            assert_eq!(
                found,
                [format!("crates/app/src/survey/letter.rs:2 `{text}`")]
            );
            for base in super::BASE {
                assert!(
                    planted(check, &[(base, &code)]).is_empty(),
                    "{text} in {base}"
                );
            }
        }
        for text in super::IN_TEMPLATES {
            let template = format!("<p>\n<a {text}x\">y</a>\n");
            let found = planted(
                check,
                &[("crates/web/templates/round/list.html", &template)],
            );
            assert!(
                found[0].starts_with("crates/web/templates/round/list.html:2"),
                "{found:?}"
            );
        }
        let good = "fn f() {\n    go(&org.to(link::SURVEY, id));\n    let a = format!(\"{a} / {b}\");\n}\n";
        assert!(planted(check, &[("crates/web/src/round/list.rs", good)]).is_empty());
    }
}
