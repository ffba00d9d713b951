//! A municipality that has something of everything, made by filling the product's own forms.
//!
//! Every text that the planter types begins with the town's word, so that a test can tell whether
//! anything of this town stands in an answer. A new feature adds its step to [`Town::plant`]; the
//! access test fails until it has.

use axum::http::{Method, StatusCode};
use domain::identity::Role;
use domain::organisation::Organisation;
use web::Route;

use crate::crawl::{self, Found};
use crate::html::{self, Form};
use crate::visit::{Guest, Reply, Sent, Site};

/// A planted municipality.
pub(crate) struct Town {
    pub(crate) org: Organisation,
    /// Stands in every text that was typed here, and nowhere else.
    pub(crate) word: String,
    /// A coordinator, who may do everything within the municipality.
    pub(crate) guest: Guest,
    /// What forms led to while planting.
    pub(crate) found: Found,
    pub(crate) round: String,
    table: Vec<Route>,
}

/// How many answer the survey: enough for its free texts to be shown.
const ANSWERS: usize = 12;

/// What the planter types in fields of other kinds than a text.
type Typed<'a> = &'a [(&'a str, &'a str)];

impl Town {
    /// A municipality with nothing in it.
    pub(crate) async fn empty(site: &Site, name: &str, word: &str) -> Self {
        let org = site.test.municipality(name).await;
        let person = format!("{word} koordinaattori");
        Self {
            guest: site.person(&person, &org, &[Role::Coordinator]).await,
            org,
            word: word.to_owned(),
            found: Found::default(),
            round: String::new(),
            table: site.table.clone(),
        }
    }

    /// A municipality with something of everything.
    pub(crate) async fn new(site: &Site, name: &str, word: &str) -> Self {
        let mut town = Self::empty(site, name, word).await;
        town.plant(site).await;
        town.measures().await;
        town
    }

    /// The same without threats and measures: what is computed of them takes seconds.
    pub(crate) async fn without_measures(site: &Site, name: &str, word: &str) -> Self {
        let mut town = Self::empty(site, name, word).await;
        town.plant(site).await;
        town
    }

    async fn plant(&mut self, site: &Site) {
        self.assessment().await;
        self.services().await;
        self.interviews().await;
        self.documents().await;
        self.imports().await;
        self.surveys(site).await;
        self.handbook().await;
        self.training().await;
        self.programmes(site).await;
        self.people(site).await;
    }

    /// An address of this municipality.
    pub(crate) fn at(&self, path: &str) -> String {
        let slug = self.org.slug.as_str();
        match path {
            "" => format!("/{slug}"),
            path => format!("/{slug}/{path}"),
        }
    }

    /// What is typed into a field: a text that begins with the word, or what the field wants.
    pub(crate) fn say(&self, name: &str) -> String {
        match name {
            "tolerance" | "fallback_hours" => "8".to_owned(),
            "rto" | "rpo" => "4".to_owned(),
            "keep_days" => "30".to_owned(),
            "season_tolerance" | "promise" => String::new(),
            name => format!("{} {name}", self.word),
        }
    }

    /// Opens a page, fills its form to an address with this end, and sends it.
    pub(crate) async fn fill(&mut self, page: &str, action: &str, typed: Typed<'_>) -> Reply {
        let form = self.guest.form(&self.at(page), action).await;
        let sent = html::filled(&form, &|name| self.say(name), typed);
        self.submit(&form, Sent::Fields(sent)).await
    }

    async fn upload(&mut self, page: &str, action: &str, file: (&str, Vec<u8>)) -> Reply {
        let form = self.guest.form(&self.at(page), action).await;
        let fields = html::filled(&form, &|name| self.say(name), &[]);
        let file = (file.0.to_owned(), file.1);
        self.submit(&form, Sent::File(fields, file)).await
    }

    /// Sends a form, which must be taken, and notes what it led to.
    async fn submit(&mut self, form: &Form, sent: Sent) -> Reply {
        let reply = self.guest.send(Method::POST, &form.action, &sent).await;
        let text = reply.text();
        assert!(
            reply.status == StatusCode::SEE_OTHER || reply.status == StatusCode::OK,
            "{} {}: {sent:?}\n{:?}",
            reply.status,
            form.action,
            html::errors(&text)
        );
        assert!(!reply.is_refused(), "{}: {reply:?}", form.action);
        self.note(form);
        if !reply.location.is_empty() {
            self.found.see(&self.table, &Method::GET, &reply.location);
            let next = self.guest.follow(&reply).await.text();
            for form in html::forms(&next, &reply.location) {
                self.note(&form);
            }
            for link in html::links(&next) {
                self.found.see(&self.table, &Method::GET, &link);
            }
        }
        reply
    }

    fn note(&mut self, form: &Form) {
        let path = form.action.split('?').next().unwrap_or_default();
        self.found.see(&self.table, &Method::POST, path);
        if let Some(route) = crawl::route_of(&self.table, &Method::POST, path) {
            self.found
                .forms
                .entry(route.path)
                .or_insert_with(|| form.clone());
        }
    }

    /// The object after a word in the address to which an answer led.
    fn id(reply: &Reply, word: &str) -> String {
        let path = reply.location.split(['?', '#']).next().unwrap_or_default();
        let mut parts = path.split('/').skip_while(|part| *part != word);
        parts.nth(1).unwrap_or_default().to_owned()
    }

    /// Walks all its pages as its coordinator.
    pub(crate) async fn walk(&self) -> Found {
        let slug = self.org.slug.as_str();
        let mut from = vec![self.at("")];
        from.push(format!("/handbook/{slug}"));
        for (route, values) in self.one_of_each() {
            let mut values = values.into_iter();
            let parts = route.path.split('/').map(|part| match part {
                "{org}" => slug.to_owned(),
                part if part.starts_with('{') => values.next().unwrap_or_default(),
                part => part.to_owned(),
            });
            from.push(parts.collect::<Vec<_>>().join("/"));
        }
        crawl::walk(&self.guest, &self.table, slug, &from).await
    }

    fn one_of_each(&self) -> Vec<(&Route, Vec<String>)> {
        let pages = self
            .table
            .iter()
            .filter(|route| route.method == Method::GET);
        let values = pages.filter_map(|route| {
            let keys = crawl::parameters(route.path);
            let last = |key: &String| self.found.values.get(key).and_then(|all| all.last());
            let values: Option<Vec<String>> =
                keys.iter().map(|(key, _)| last(key).cloned()).collect();
            route.path.starts_with("/{org}").then_some((route, values?))
        });
        values.collect()
    }

    async fn assessment(&mut self) {
        let earlier = self.fill("rounds/new", "rounds/new", &[]).await;
        let earlier = format!("rounds/{}", Self::id(&earlier, "rounds"));
        let policy = "workspace/leadership/leadership-policy";
        self.fill(
            &format!("{earlier}/{policy}"),
            "policy",
            &[("level", "partly")],
        )
        .await;
        self.fill(&format!("{earlier}/publish"), "/publish", &[])
            .await;
        let title = self.say("kierros");
        let made = self
            .fill("rounds/new", "rounds/new", &[("title", &title)])
            .await;
        self.round = format!("rounds/{}", Self::id(&made, "rounds"));
        let round = self.round.clone();
        self.fill(&format!("{round}/{policy}"), "policy", &[("level", "no")])
            .await;
        for (kind, one) in [("findings", "finding"), ("actions", "action")] {
            let page = format!("{round}/{kind}/new?theme=leadership&criterion=leadership-policy");
            for _ in ["removed", "kept"] {
                self.fill(&page, &format!("{kind}/new"), &[]).await;
            }
            let ids = &self.found.values[&format!("{kind}/{{{one}}}")];
            let removed = format!("{round}/{kind}/{}", ids[0]);
            self.fill(&removed, "/remove", &[]).await;
        }
        self.fill(&format!("{round}/results/edit/fi"), "edit/fi", &[])
            .await;
    }

    async fn services(&mut self) {
        self.fill("services/start", "services/start", &[]).await;
        let typed = [("kind", "service"), ("promise", "")];
        let removed = self.fill("services/new", "services/new", &typed).await;
        let removed = format!("services/{}", Self::id(&removed, "services"));
        self.fill(&removed, "/remove", &[]).await;
        let own = self.fill("services/new", "services/new", &typed).await;
        let own = format!("services/{}", Self::id(&own, "services"));
        for step in ["hour-1", "tolerance", "fallback", "needs"] {
            self.fill(&format!("{own}/edit/{step}"), step, &[]).await;
        }
    }

    async fn measures(&mut self) {
        let worst = [("days_worst", "1000"), ("euros_worst", "90 000 000")];
        self.fill("threats/ransomware-own", "ransomware-own", &worst)
            .await;
        let limits = [
            ("euros-1", ""),
            ("share-1", ""),
            ("euros-2", ""),
            ("share-2", ""),
        ];
        self.fill("risk/limits", "risk/limits", &limits).await;
        self.fill("measures/training", "training", &[]).await;
        let typed = [
            ("threat-1", "ransomware-own"),
            ("on-1", "rate"),
            ("less-1", "20"),
            ("less-2", ""),
            ("less-3", ""),
            ("less-4", ""),
        ];
        self.fill("measures/new", "measures/new", &typed).await;
        self.fill(
            "measures/decisions/new",
            "decisions/new",
            &[("measure", "training")],
        )
        .await;
        self.fill(
            "measures/accepted/new",
            "accepted/new",
            &[("until", "2028-05-03")],
        )
        .await;
        self.fill("risk/analysis", "risk/analysis", &[("terms", "100")])
            .await;
    }

    async fn interviews(&mut self) {
        let round = self.round.clone();
        let made = self
            .fill(&format!("{round}/interviews/new"), "interviews/new", &[])
            .await;
        let one = format!("{round}/interviews/{}", Self::id(&made, "interviews"));
        let notes = format!("K: Miten menee?\n\nV: {} hyvin.\n", self.say("vastaus"));
        let own = one.rsplit('/').next().unwrap_or_default().to_owned();
        self.fill(&one, &own, &[("notes", &notes)]).await;
        let turn = format!("{one}/turns?turn=1");
        self.fill(&turn, "/turns", &[]).await;
        self.fill(&turn, "/remove", &[]).await;
        self.fill(&turn, "/turns", &[]).await;
        self.fill(&turn, "/done", &[]).await;
    }

    async fn documents(&mut self) {
        let round = self.round.clone();
        let page = format!("{round}/documents");
        self.fill(
            &format!("{page}/administrative-regulations"),
            "regulations",
            &[],
        )
        .await;
        self.fill(&page, "/documents", &[]).await;
        for _ in ["removed", "kept"] {
            self.fill(&format!("{page}/new"), "/new", &[]).await;
        }
        let seen = &self.found.values["documents/{document}"];
        let own = seen.iter().find(|id| id.starts_with("own-"));
        let own = own.expect("an own document").clone();
        self.fill(&format!("{page}/{own}"), "/remove", &[]).await;
    }

    async fn imports(&mut self) {
        let round = self.round.clone();
        let answers = "Vastaaja;Näkyykö digiturva kunnan strategiassa?\n1;Kyllä\n2;Ei\n";
        let file = ("vastaukset.csv", answers.as_bytes().to_vec());
        self.upload(&format!("{round}/answers"), "/answers", file)
            .await;
        let id = self.word.to_lowercase();
        let own = format!(
            "urn: urn:{id}:risk:library:{id}\nlocale: en\nref_id: {id}\nname: {name}\nversion: 1\n\
             objects:\n  framework:\n    ref_id: {id}\n    name: {name}\n    requirement_nodes:\n    \
             - {{urn: 'x:1', assessable: true, ref_id: '1', name: {name}}}\n",
            name = self.say("viitekehys"),
        );
        let file = ("oma.yaml", own.into_bytes());
        self.upload("frameworks", "/frameworks", file).await;
    }

    /// A number that differs from town to town, so that no two pictures are alike.
    fn size(&self) -> u32 {
        u32::try_from(20 + self.word.len()).unwrap_or(20)
    }

    async fn handbook(&mut self) {
        self.fill("handbook/parts/intro:main", "intro:main", &[])
            .await;
        self.fill("handbook/facts", "handbook/facts", &[]).await;
        self.fill("handbook", "handbook/cards", &[]).await;
        self.fill("handbook", "handbook/shown", &[]).await;
        let file = ("kuva.png", testkit::pictures::png(40, self.size()));
        self.upload("handbook/pictures", "handbook/pictures", file)
            .await;
    }

    /// A survey that is closed with results, one that is open with letters, and a draft.
    async fn surveys(&mut self, site: &Site) {
        let page = format!("{}/surveys/new", self.round);
        let mut ids = Vec::new();
        for anonymity in ["open", "split", "split"] {
            let typed = [
                ("instrument", "elected"),
                ("anonymity", anonymity),
                ("invited", "40"),
                ("minimum", "5"),
                ("closes_on", "2027-05-31"),
            ];
            let made = self.fill(&page, "/new", &typed).await;
            ids.push(format!("surveys/{}", Self::id(&made, "surveys")));
        }
        for id in &ids[..2] {
            self.fill(id, "/open", &[]).await;
        }
        let letters = format!("{}/letters", ids[1]);
        // So few wait for a second person; of so many the letters come at once.
        self.fill(&letters, "/letters", &[("number", "3"), ("people", "")])
            .await;
        self.second_person(site, &ids[1]).await;
        let made = self
            .fill(&letters, "/letters", &[("number", "20"), ("people", "")])
            .await;
        let letter = made.text();
        // The address and the code are the two large lines of a letter.
        let mut large = letter
            .split("class=\"big\">")
            .skip(1)
            .filter_map(|it| it.split('<').next());
        let (address, code) = (
            large.next().expect("an address"),
            large.next().expect("a code"),
        );
        let (_, link) = address
            .split_once("/survey/")
            .expect("an address of a survey");
        self.answer(&format!("/survey/{link}"), 1, &[("code", code)])
            .await;
        let running = self.guest.page(&self.at(&ids[0])).await;
        let link = html::links(&running).into_iter().find_map(|link| {
            let (_, code) = link.split_once("/survey/")?;
            Some(format!("/survey/{code}"))
        });
        self.answer(&link.expect("an open survey has a link"), ANSWERS, &[])
            .await;
        self.fill(&format!("{}/close", ids[0]), "/close", &[]).await;
        let released = [("decision", "release")];
        self.fill(&format!("{}/texts", ids[0]), "/texts", &released)
            .await;
    }

    /// Another coordinator confirms the letters that were asked for, and asks for some.
    async fn second_person(&mut self, site: &Site, survey: &str) {
        let other = site.test.member(&self.org, Role::Coordinator).await;
        let (_, id) = survey.split_once('/').expect("an id");
        let id = id.parse().expect("an id");
        let asked = app::survey::letter_requests(&other, id).await.unwrap();
        app::survey::confirm_letters(&other, id, asked[0].id)
            .await
            .unwrap();
        let new = app::survey::NewLetters {
            group: self.word.clone(),
            unnamed: 3,
            named: Vec::new(),
            is_file: false,
        };
        app::survey::letters(&other, id, &new).await.unwrap();
        let all = app::survey::letter_requests(&other, id).await.unwrap();
        let waits = all.iter().find(|it| it.id != asked[0].id);
        let waits = waits.expect("the second request").id;
        for page in [survey.to_owned(), format!("{survey}/letters/{waits}")] {
            let path = self.at(&page);
            self.found.see(&self.table, &Method::GET, &path);
            let text = self.guest.page(&path).await;
            for form in html::forms(&text, &path) {
                self.note(&form);
            }
        }
    }

    /// Answers an open survey so many times.
    async fn answer(&mut self, link: &str, times: usize, typed: Typed<'_>) {
        self.found.see(&self.table, &Method::GET, link);
        for _ in 0..times {
            let page = self.guest.get(link).await.text();
            let forms = html::forms(&page, link);
            let form = forms.into_iter().next().expect("a form to answer");
            let sent = html::filled(&form, &|name| self.say(name), typed);
            self.submit(&form, Sent::Fields(sent)).await;
        }
    }

    async fn training(&mut self) {
        self.fill("training", "training/body", &[]).await;
        let held = [("session", "start"), ("body", "council"), ("people", "12")];
        self.fill("training/sessions", "training/sessions", &held)
            .await;
        self.fill("training/surveys/before", "before/new", &[])
            .await;
    }

    async fn programmes(&mut self, site: &Site) {
        let name = format!("{} Kumppani", self.org.slug);
        let kind = domain::organisation::Kind::Host;
        let partner = site.test.organisation(&name, kind).await;
        let made = self.fill(
            "programmes/new",
            "programmes/new",
            &[("ends_on", "2028-05-03")],
        );
        let page = format!("programmes/{}", Self::id(&made.await, "programmes"));
        let typed = [("organisations", partner.id.to_string())];
        let typed = typed
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        self.fill(&format!("{page}/invite"), "/invite", &typed)
            .await;
        self.fill(&page, "/share", &[("shares", "true")]).await;
        self.guest_joins(site, &partner).await;
        self.fill(&page, "/let-in", &[]).await;
        self.invited(site, &partner).await;
    }

    /// The partner takes part; the town decides whether it sees anything.
    async fn guest_joins(&self, site: &Site, partner: &Organisation) {
        let name = format!("{} kumppani", self.org.slug);
        let theirs = site.person(&name, partner, &[Role::Coordinator]).await;
        let list = format!("/{}/programmes", partner.slug);
        let form = theirs.form(&list, "/accept").await;
        let sent = html::filled(&form, &|name| self.say(name), &[]);
        let sent = theirs
            .send(Method::POST, &form.action, &Sent::Fields(sent))
            .await;
        assert!(!sent.is_refused(), "{sent:?}");
    }

    /// The partner has a programme of its own, into which it invites the town.
    async fn invited(&mut self, site: &Site, partner: &Organisation) {
        let name = format!("{} isanta", self.org.slug);
        let host = site.person(&name, partner, &[Role::Host]).await;
        let new = format!("/{}/programmes/new", partner.slug);
        let form = host.form(&new, "/programmes/new").await;
        let say = |name: &str| self.say(name);
        let sent = html::filled(&form, &say, &[("ends_on", "2028-05-03")]);
        let made = host
            .send(Method::POST, &form.action, &Sent::Fields(sent))
            .await;
        let form = host.form(&made.location, "/invite").await;
        let sent = html::filled(&form, &say, &[("organisations", &self.org.id.to_string())]);
        let sent = host
            .send(Method::POST, &form.action, &Sent::Fields(sent))
            .await;
        assert!(
            sent.status == StatusCode::SEE_OTHER && !sent.is_refused(),
            "{sent:?}"
        );
    }

    async fn people(&mut self, site: &Site) {
        let name = self.say("omistaja");
        site.person(&name, &self.org, &[Role::Owner]).await;
        let address = format!("{}@example.fi", self.word.to_lowercase());
        let typed = [("email", address.as_str()), ("roles", "leadership")];
        self.fill("members", "/invite", &typed).await;
        let owner = domain::organisation::Slug::from_name(&name).expect("a name");
        let owner = format!("{owner}@example.fi");
        let forgotten = [("email", owner.as_str())];
        let asked = self.guest.post("/account/forgotten", &forgotten).await;
        assert_eq!(asked.status, StatusCode::OK);
        for mail in site.test.take_mail().await {
            let starts = ["/invitation/", "/account/recovery/"];
            let links = starts.map(|start| Some((start, mail.text.split_once(start)?.1)));
            for (start, token) in links.into_iter().flatten() {
                let token = token.split_whitespace().next().unwrap_or_default();
                let path = format!("{start}{token}");
                self.found.see(&self.table, &Method::GET, &path);
            }
        }
    }
}
