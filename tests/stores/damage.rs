//! Files that were damaged while no process had them open.

use crate::instance::{Instance, Store};
use std::{
    fs::{self, OpenOptions},
    os::unix::fs::FileExt,
    path::Path,
};

/// An instance with two entries and an invalidation, stopped.
async fn stopped() -> (Instance, router_tests::handlers::Handlers) {
    let mut app = Instance::start(Store::disk()).await;
    app.get("/a").await;
    app.get("/b").await;
    app.cache.update_tag("item-b").await.unwrap();
    let (handlers, _) = app.stop().await;
    (app, handlers)
}

fn damaged_files(file: &Path) -> usize {
    let folder = fs::read_dir(file.parent().unwrap()).unwrap();
    let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains(".corrupt-")).count()
}

/// Damages a file, starts an instance, and checks that it serves: `/a` from the file or from its handler, `/b` from its handler. Returns
/// the number of files that were put aside.
async fn damage(change: impl Fn(&Path), name: &str) -> usize {
    let (stopped, _) = stopped().await;
    let file = stopped.store.file();
    change(&file);
    let app = Instance::start(stopped.store.clone()).await;
    let a = app.get("/a").await;
    assert!(
        matches!(&*a.line(), "200 HIT l2 a 1" | "200 MISS stored a 1"),
        "{name}: {}",
        a.line()
    );
    // Its only entry in the file is invalid. The handlers of this instance are new.
    assert_eq!(app.line("/b").await, "200 MISS stored b 1", "{name}");
    app.cache.update_tag("item-a").await.unwrap();
    let run = app.state.runs("a") + 1;
    let expected = format!("200 EXPIRED stored a {run}");
    assert_eq!(app.line("/a").await, expected, "{name}");
    damaged_files(&file)
}

#[tokio::test]
async fn case_85_a_truncated_file_is_put_aside() {
    for length in [0, 1, 100, 4_096, 10_000, 100_000] {
        let damaged = damage(
            |file| {
                let open = OpenOptions::new().write(true).open(file).unwrap();
                open.set_len(length.min(open.metadata().unwrap().len() - 1))
                    .unwrap();
            },
            &format!("{length} bytes"),
        )
        .await;
        // Nothing is lost with an empty file.
        assert_eq!(damaged, usize::from(length > 0), "{length} bytes");
    }
}

#[tokio::test]
async fn case_85_a_file_of_something_else_is_put_aside() {
    let store = Store::disk();
    for number in 1..=5 {
        fs::write(store.file(), "not a database").unwrap();
        let mut app = Instance::start(store.clone()).await;
        assert_eq!(app.line("/a").await, "200 MISS stored a 1");
        app.restart().await;
        assert_eq!(app.line("/a").await, "200 HIT l2 a 1");
        app.stop().await;
        // The number of damaged files is limited, too.
        assert_eq!(damaged_files(&store.file()), number.min(3));
    }
}

#[tokio::test]
async fn case_85_flipped_bits_do_no_harm() {
    let (stopped, _) = stopped().await;
    let file = stopped.store.file();
    let whole = fs::read(&file).unwrap();
    // Pages that are in use; the rest of the file is empty.
    let used: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    let positions = used.iter().step_by(used.len() / 40 + 1);
    let mut damaged = 0;
    for position in positions {
        damaged += damage(
            |file| {
                let open = OpenOptions::new()
                    .read(true)
                    .write(true)
                    .open(file)
                    .unwrap();
                let mut byte = [0];
                // The content differs between files, but not the position of their pages.
                let at = *position as u64;
                open.read_exact_at(&mut byte, at).unwrap();
                open.write_all_at(&[byte[0] ^ 0x10], at).unwrap();
            },
            &format!("byte {position}"),
        )
        .await;
    }
    assert!(damaged > 0);
}
