//! The count of a survey under way, watched by somebody who wrote every ballot but one.

use disclosure::{Rule, live_count};

/// The first steps and how wide each is drawn.
const STEPS: [i64; 5] = [50, 100, 200, 400, 800];

/// Numbers that no two games share.
fn mixed(seed: u64) -> u64 {
    let mut z = seed
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(0x1234_5678);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What the watcher sees of a survey with so many answers.
type View<'a> = &'a dyn Fn(i64) -> i64;

/// The watcher writes so many ballots, waits until the victim has answered or not, writes the others
/// one by one, and says whether the victim answered; nothing when what was seen fits both alike.
fn verdict(view: View<'_>, wait_at: i64, has_answered: bool) -> Option<bool> {
    let victim = i64::from(has_answered);
    if view(wait_at) != view(wait_at + victim) {
        return Some(true);
    }
    let told = |own: i64| view(if own > wait_at { own + victim } else { own });
    for step in STEPS {
        // A step that comes one ballot before the first place where it can be drawn, or is not there
        // yet at the last.
        if told(step - 1) >= step {
            return Some(true);
        }
        let last = 2 * step - 1;
        if last > wait_at && told(last - 1) < step {
            return Some(false);
        }
    }
    None
}

/// How often the watcher is right, guessing when nothing was seen.
fn rate(games: u64, wait_at: impl Fn(u64) -> i64, view: impl Fn(u64, i64) -> i64) -> f64 {
    let right = (0..games).filter(|game| {
        let (has_answered, guess) = (
            mixed(*game).is_multiple_of(2),
            mixed(*game ^ 0xffff_0000).is_multiple_of(2),
        );
        let said = verdict(
            &|answered| view(*game, answered),
            wait_at(*game),
            has_answered,
        );
        said.unwrap_or(guess) == has_answered
    });
    #[expect(clippy::cast_precision_loss, reason = "thousands of games")]
    let rate = right.count() as f64 / games as f64;
    rate
}

/// The count as it is told in one game.
fn told(game: u64, answered: i64) -> i64 {
    let draw = |step| mixed(game.wrapping_mul(1_000) + u64::from(step) + 7);
    live_count(answered, None, Rule::default(), draw)
}

#[test]
fn whoever_wrote_all_other_ballots_is_right_about_as_often_as_by_chance() {
    for wait_at in [0, 9, 49, 74, 98, 99, 150, 399] {
        let rate = rate(40_000, |_game| wait_at, told);
        println!("waiting at {wait_at}: right in {rate:.4}");
        assert!((0.49..0.53).contains(&rate), "waiting at {wait_at}: {rate}");
    }
}

/// The watcher goes on writing until a step has to come with the next ballot, and waits there.
#[test]
fn looking_for_a_step_with_own_ballots_does_not_help() {
    let patient = |game| {
        let has_to_come = |step: i64| (told(game, 2 * step - 2) < step).then_some(2 * step - 2);
        STEPS
            .iter()
            .find_map(|step| has_to_come(*step))
            .unwrap_or(1_600)
    };
    let rate = rate(40_000, patient, told);
    println!("looking for a step: right in {rate:.4}");
    assert!((0.49..0.53).contains(&rate), "{rate}");
}

/// The same watcher against steps at known places is always right: the attack is one.
#[test]
fn steps_at_known_places_tell_every_ballot() {
    let known = |_game, answered: i64| STEPS.into_iter().rfind(|it| *it <= answered).unwrap_or(0);
    let rate = rate(2_000, |_game| 49, known);
    // Right whenever the victim answered, and half of the other times by guessing.
    assert!(rate > 0.7, "{rate}");
}

/// Exactly, over every point that can be drawn: one ballot is seen in one of them for each step at most.
#[test]
fn one_ballot_is_seen_at_one_of_all_points_that_can_be_drawn() {
    for step in 0..3_u32 {
        let width = STEPS[step as usize];
        for answered in 0..2 * width + 2 {
            let view = |answered, within: i64| {
                let drawn = within.unsigned_abs();
                let draw = |asked| u64::from(asked == step) * drawn;
                live_count(answered, None, Rule::default(), draw) >= width
            };
            let seen =
                (0..width).filter(|within| view(answered, *within) != view(answered + 1, *within));
            assert!(seen.count() <= 1, "{answered} at {width}");
        }
    }
}
