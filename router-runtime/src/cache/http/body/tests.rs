use super::*;
use tokio::sync::mpsc::{Receiver, channel};

#[tokio::test]
async fn a_body_is_read_up_to_the_limit_and_none_of_it_is_lost() {
    async fn text(body: Body) -> String {
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        String::from_utf8(bytes.into()).unwrap()
    }
    let chunked = || {
        let (sender, receiver) = channel::<Bytes>(4);
        for part in ["hello ", "", "world"] {
            sender.try_send(Bytes::from(part)).unwrap();
        }
        Body::new(Chunks(receiver))
    };
    for (body, limit, all) in [
        (chunked(), 11, "hello world"),
        (Body::from("hello"), 5, "hello"),
    ] {
        let collected = collect(body, limit).await;
        assert!(matches!(collected, Collected::Whole(body) if body == all));
    }
    for (body, all) in [
        (chunked(), "hello world"),
        (Body::from("hello world"), "hello world"),
    ] {
        match collect(body, 10).await {
            Collected::TooLarge(body) => assert_eq!(text(body).await, all),
            other => panic!("{other:?}"),
        }
    }
}

struct Chunks(Receiver<Bytes>);

impl HttpBody for Chunks {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let data = self.0.poll_recv(context);
        data.map(|data| data.map(|data| Ok(Frame::data(data))))
    }
}
