//! Whether a server says that it can do its work.

use app::ready::is_ready;
use testkit::TestApp;

#[tokio::test]
async fn a_server_is_ready_as_long_as_it_can_write_and_looks_again_after_two_seconds() {
    let test = TestApp::new().await;
    let before = test.rows().await;
    assert!(is_ready(&test.app).await);
    assert_eq!(test.rows().await, before, "what is written is taken back");
    test.app.store().close().await;
    assert!(is_ready(&test.app).await, "an answer holds for a moment");
    test.set_time("2027-05-11T09:00:02Z");
    assert!(!is_ready(&test.app).await);
}
