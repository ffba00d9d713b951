//! Who belongs where: members, invitations and programmes, when several act at once and when days pass.

use app::identity::{
    Accept, Origin, Over, Preview, accept, invite, members, pending, preview, remove, session,
    set_locale, set_roles, sign_in, withdraw,
};
use app::organisation::{enter, mine};
use app::programme::{self, programmes};
use app::{Error, OrgCx, Token};
use domain::Locale;
use domain::identity::Role;
use domain::organisation::{Kind, Organisation};
use domain::programme::Programme;
use jiff::civil::date;
use testkit::{PASSWORD, TestApp};

use crate::at::a_programme;
use crate::{Scene, at_fields, is_refused};

fn filled(password: &str) -> Accept {
    Accept {
        name: "Uusi Jäsen".to_owned(),
        password: password.to_owned(),
        locale: Locale::Sv,
    }
}

/// Invites an address; the token of the link.
async fn token(scene: &Scene, email: &str, roles: &[Role]) -> Token {
    let new = testkit::invite(email, roles);
    invite(&scene.cx, &new).await.unwrap();
    scene.test.mailed_token().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_coordinators_who_remove_each_other_at_once_leave_one() {
    for _ in 0..4 {
        let scene = Scene::new().await;
        let other = scene.member(Role::Coordinator).await;
        let (me, they) = (scene.cx.actor().unwrap().id, other.actor().unwrap().id);
        let (one, two) = tokio::join!(
            remove(&scene.cx, they),
            set_roles(&other, me, &[Role::Elected], None)
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} and {two:?}");
        let lost = if one.is_ok() { two } else { one };
        let is_told = is_refused(&lost, "error.member.last-coordinator")
            || matches!(lost, Err(Error::NotFound));
        assert!(is_told, "{lost:?}");
        let all = scene.cx.read().await.unwrap().members().await.unwrap();
        let left = all
            .iter()
            .filter(|it| it.roles.contains(&Role::Coordinator));
        assert_eq!(left.count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_opened_twice_at_once_makes_one_member() {
    let scene = Scene::new().await;
    let token = token(&scene, "uusi@example.fi", &[Role::Owner]).await;
    let app = &scene.test.app;
    let given = filled(PASSWORD);
    let (one, two) = tokio::join!(
        accept(app, token, &given, Origin::default()),
        accept(app, token, &given, Origin::default())
    );
    assert!(one.is_ok() || two.is_ok(), "{one:?} and {two:?}");
    let all = members(&scene.cx).await.unwrap();
    assert_eq!(all.iter().filter(|it| it.name == "Uusi Jäsen").count(), 1);
    assert!(pending(&scene.cx).await.unwrap().is_empty());
    let log = app::audit::page(&scene.cx, None).await.unwrap();
    let joined = log.iter().filter(|it| it.kind.code() == "member.joined");
    assert_eq!(joined.count(), 1);
}

#[tokio::test]
async fn a_new_account_has_the_chosen_language_and_exactly_the_invited_roles() {
    let scene = Scene::new().await;
    let roles = [Role::Assessor, Role::Owner];
    let token = token(&scene, "uusi@example.fi", &roles).await;
    let app = &scene.test.app;
    let begun = accept(app, token, &filled(PASSWORD), Origin::default())
        .await
        .unwrap();
    let user = session(app, begun).await.unwrap().unwrap().user;
    assert_eq!((user.locale, user.is_operator), (Locale::Sv, false));
    let cx = enter(app, &user, scene.org.slug.as_str()).await.unwrap();
    let mut held = cx.roles().to_vec();
    held.sort();
    let mut wanted = roles.to_vec();
    wanted.sort();
    assert_eq!(held, wanted);
    assert_eq!(cx.locale(), Locale::Sv);
    set_locale(app, &user, Locale::En).await.unwrap();
    let user = session(app, begun).await.unwrap().unwrap().user;
    assert_eq!(user.locale, Locale::En);
    assert!(
        sign_in(app, "UUSI@Example.fi ", PASSWORD, Origin::default())
            .await
            .unwrap()
            .is_ok()
    );
}

#[tokio::test]
async fn a_password_is_long_enough_and_not_ones_own_name() {
    let scene = Scene::new().await;
    let email = "maija.malli@example.fi";
    for (password, is_taken) in [
        ("", false),
        ("yksitoista!", false),
        ("aaaaaaaaaaaaaaaa", false),
        ("maija.malli2027", false),
        ("Maija.Malli@example.fi", false),
        (&"pitkä ".repeat(40), false),
        ("kaksitoista!", true),
    ] {
        let token = token(&scene, email, &[Role::Owner]).await;
        let outcome = accept(&scene.test.app, token, &filled(password), Origin::default()).await;
        if is_taken {
            assert!(outcome.is_ok(), "{password}: {outcome:?}");
        } else {
            assert_eq!(at_fields(outcome.map(drop)), ["password"], "{password}");
            let again = preview(&scene.test.app, token, None).await;
            let is_open = matches!(again, Ok(Preview::Open(_)));
            assert!(is_open, "the link can still be used");
        }
    }
}

#[tokio::test]
async fn an_invitation_stands_for_two_weeks_to_the_second() {
    let scene = Scene::new().await;
    let token = token(&scene, "uusi@example.fi", &[Role::Owner]).await;
    scene.test.set_time("2027-05-25T08:59:59Z");
    let open = preview(&scene.test.app, token, None).await;
    assert!(matches!(open, Ok(Preview::Open(_))), "{open:?}");
    scene.test.set_time("2027-05-25T09:00:00Z");
    let late = accept(&scene.test.app, token, &filled(PASSWORD), Origin::default()).await;
    assert!(matches!(late, Err(Error::Conflict)));
    let over = preview(&scene.test.app, token, None).await;
    assert!(matches!(over, Ok(Preview::Over(Over::Expired))), "{over:?}");
    assert_eq!(members(&scene.cx).await.unwrap().len(), 1);
    let id = pending(&scene.cx).await.unwrap().first().map(|it| it.id);
    if let Some(id) = id {
        withdraw(&scene.cx, id).await.unwrap();
    }
    assert!(pending(&scene.cx).await.unwrap().is_empty());
}

#[tokio::test]
async fn whoever_is_removed_is_out_at_once_and_keeps_their_other_homes() {
    let scene = Scene::new().await;
    let other = scene.test.municipality("Mallijoki").await;
    let person = scene.test.person("Maija Malli", false).await;
    for org in [&scene.org, &other] {
        scene.test.join(&person, org, &[Role::Leadership]).await;
    }
    let app = &scene.test.app;
    let signed = sign_in(app, person.email.as_str(), PASSWORD, Origin::default())
        .await
        .unwrap();
    let (token, _) = signed.unwrap();
    remove(&scene.cx, person.id).await.unwrap();
    let user = session(app, token).await.unwrap().unwrap().user;
    let gone = enter(app, &user, scene.org.slug.as_str()).await;
    assert!(matches!(gone, Err(Error::NotFound)));
    let left = mine(app, &user).await.unwrap();
    assert_eq!(left.iter().map(|it| it.id).collect::<Vec<_>>(), [other.id]);
    assert!(enter(app, &user, other.slug.as_str()).await.is_ok());
}

/// A programme of a municipality and a partner with an assessor.
struct Together {
    test: TestApp,
    town: Organisation,
    lead: OrgCx,
    partner: OrgCx,
    assessor: store::User,
    programme: Programme,
}

impl Together {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let town = test.municipality("Esimerkkilä").await;
        let firm = test.organisation("Kumppani Oy", Kind::Partner).await;
        let lead = test.member(&town, Role::Coordinator).await;
        let partner = test.member(&firm, Role::Coordinator).await;
        let assessor = test.person("Arvioija", false).await;
        test.join(&assessor, &firm, &[Role::Assessor, Role::Leadership])
            .await;
        let programme = a_programme(&lead);
        programme::create(&lead, &programme).await.unwrap();
        programme::invite(&lead, programme.id, &[firm.id])
            .await
            .unwrap();
        Self {
            test,
            town,
            lead,
            partner,
            assessor,
            programme,
        }
    }

    async fn roles_in_town(&self) -> Vec<Role> {
        let entered = enter(&self.test.app, &self.assessor, self.town.slug.as_str()).await;
        entered.map_or_else(|_outside| Vec::new(), |cx| cx.roles().to_vec())
    }

    async fn lets_in(&self) {
        let firm = self.partner.organisation().id;
        let done = programme::let_in(&self.lead, self.programme.id, firm).await;
        done.unwrap();
    }

    async fn ends(&self, on: jiff::civil::Date, revision: i64) {
        let changed = Programme {
            ends_on: on,
            revision,
            ..self.programme.clone()
        };
        programme::save(&self.lead, &changed).await.unwrap();
    }
}

#[tokio::test]
async fn an_assessor_of_a_partner_has_one_role_in_the_town_while_it_lasts() {
    let all = Together::new().await;
    let id = all.programme.id;
    assert!(
        all.roles_in_town().await.is_empty(),
        "invited is not joined"
    );
    programme::accept(&all.partner, id).await.unwrap();
    all.lets_in().await;
    assert_eq!(
        all.roles_in_town().await,
        [Role::Assessor],
        "nothing else is lent"
    );
    for (now, lent) in [
        ("2026-12-31T21:59:59Z", false),
        ("2026-12-31T22:00:00Z", true),
        ("2027-12-31T21:59:59Z", true),
        ("2027-12-31T22:00:00Z", false),
    ] {
        all.test.set_time(now);
        assert_eq!(!all.roles_in_town().await.is_empty(), lent, "{now}");
    }
    all.test.set_time(testkit::NOW);
    all.ends(date(2027, 5, 10), 1).await;
    assert!(
        all.roles_in_town().await.is_empty(),
        "a shorter programme ends sooner for all"
    );
    all.ends(date(2027, 5, 11), 2).await;
    assert_eq!(all.roles_in_town().await.len(), 1, "its last day is in it");
    programme::leave(&all.partner, id).await.unwrap();
    assert!(all.roles_in_town().await.is_empty());
    let last = programme::leave(&all.lead, id).await;
    assert!(is_refused(&last, "programme.error.last"));
}

#[tokio::test]
async fn an_invitation_to_a_programme_is_answered_once_and_can_be_made_again() {
    let all = Together::new().await;
    let id = all.programme.id;
    assert_eq!(programmes(&all.partner).await.unwrap().1.len(), 1);
    let twice = programme::invite(&all.lead, id, &[all.partner.organisation().id]).await;
    assert_eq!(at_fields(twice), ["organisations"], "it has been invited");
    programme::decline(&all.partner, id).await.unwrap();
    let again = programme::decline(&all.partner, id).await;
    assert!(matches!(again, Err(Error::NotFound)));
    let late = programme::accept(&all.partner, id).await;
    assert!(matches!(late, Err(Error::NotFound)));
    assert!(all.roles_in_town().await.is_empty());
    let firm = all.partner.organisation().id;
    programme::invite(&all.lead, id, &[firm]).await.unwrap();
    programme::accept(&all.partner, id).await.unwrap();
    let view = programme::programme(&all.partner, id).await.unwrap();
    assert_eq!((view.members.len(), view.invited.len()), (2, 0));
    assert!(!view.shares, "nothing is shared by joining");
    let share = programme::share(&all.partner, id, true).await;
    assert!(
        matches!(share, Err(Error::NotFound)),
        "a partner has no result of its own"
    );
    let agree = programme::agree(&all.partner, id).await;
    assert!(matches!(agree, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_assessor_who_visits_a_town_decides_nothing_for_it() {
    let all = Together::new().await;
    let id = all.programme.id;
    programme::accept(&all.partner, id).await.unwrap();
    all.lets_in().await;
    let visitor = all.test.enter(&all.assessor, &all.town).await;
    let outcomes = [
        programme::share(&visitor, id, true).await,
        programme::leave(&visitor, id).await,
        programme::agree(&visitor, id).await,
        programme::save(&visitor, &all.programme).await,
        remove(&visitor, all.lead.actor().unwrap().id).await,
    ];
    for (at, outcome) in outcomes.iter().enumerate() {
        assert!(
            matches!(outcome, Err(Error::Forbidden)),
            "{at}: {outcome:?}"
        );
    }
    let listed = members(&all.lead).await.unwrap();
    assert!(
        listed.iter().all(|it| it.user != all.assessor.id),
        "a visitor is no member"
    );
}

/// A request may take a minute from its head to its end: what was allowed at its head is asked again.
#[tokio::test]
async fn whoever_is_removed_meanwhile_writes_nothing_with_what_was_begun() {
    let all = Together::new().await;
    let id = all.programme.id;
    let other = all.test.member(&all.town, Role::Coordinator).await;
    programme::accept(&all.partner, id).await.unwrap();
    all.lets_in().await;
    let visitor = all.test.enter(&all.assessor, &all.town).await;
    let before = all.test.rows().await.len();
    remove(&all.lead, other.actor().unwrap().id).await.unwrap();
    programme::shut_out(&all.lead, id, all.partner.organisation().id)
        .await
        .unwrap();
    let after = all.test.rows().await.len();
    let new = testkit::invite("vieras@example.fi", &[Role::Coordinator]);
    let invited = invite(&other, &new).await;
    assert!(matches!(invited, Err(Error::NotFound)), "{invited:?}");
    let node =
        domain::service::Node::new(visitor.id(), domain::service::NodeKind::Service, "Kirjasto");
    let saved = app::service::save(&visitor, &node.into()).await;
    assert!(matches!(saved, Err(Error::NotFound)), "{saved:?}");
    assert_eq!(all.test.rows().await.len(), after, "from {before} rows");
}
