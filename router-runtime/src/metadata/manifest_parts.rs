//! The nested objects of web application manifests.

use super::{
    manifest_values::{ClientMode, FormFactor},
    members::{Member, Members, object},
};
use serde_json::Value;

object! {
    /// An icon or another image of a manifest.
    ManifestImage,
    /// Creates an image from its URL.
    new(src) {
        /// Sets the sizes, such as `48x48 96x96` or `any`.
        sizes: &str => set "sizes";
        /// Sets the media type, such as `image/png`.
        mime_type: &str => set "type";
        /// Sets the purposes: `any`, `maskable` or `monochrome`, separated by spaces.
        purpose: &str => set "purpose";
    }
}

object! {
    /// A screenshot of the application.
    Screenshot,
    /// Creates a screenshot from its URL.
    new(src) {
        /// Sets the size, such as `1280x720`.
        sizes: &str => set "sizes";
        /// Sets the media type.
        mime_type: &str => set "type";
        /// Sets the screens that the screenshot is for.
        form_factor: FormFactor => set "form_factor";
        /// Sets the accessible name.
        label: &str => set "label";
        /// Sets the platform of the screenshot.
        platform: &str => set "platform";
    }
}

object! {
    /// A link to a task within the application.
    Shortcut,
    /// Creates a shortcut from its name and URL.
    new(name, url) {
        /// Sets a short name, for places with little room.
        short_name: &str => set "short_name";
        /// Sets the description of the task.
        description: &str => set "description";
        /// Adds an icon.
        icon: ManifestImage => push "icons";
    }
}

object! {
    /// A native application with the same purpose.
    RelatedApplication,
    /// Creates a related application from its platform, such as `play`.
    new(platform) {
        /// Sets the URL at which the application is found.
        url: &str => set "url";
        /// Sets the id of the application on its platform.
        id: &str => set "id";
    }
}

object! {
    /// A handler for links with a scheme.
    ProtocolHandler,
    /// Creates a handler from the scheme and a URL in which `%s` is replaced by the link.
    new(protocol, url) {}
}

object! {
    /// A handler for files of some types.
    FileHandler,
    /// Creates a handler from the URL that opens the files.
    new(action) {
        /// Adds an icon for these files.
        icon: ManifestImage => push "icons";
        /// Sets the launch type: `single-client` or `multiple-clients`.
        launch_type: &str => set "launch_type";
    }
}

impl FileHandler {
    /// Accepts files with a media type and extensions.
    #[must_use]
    pub fn accept(mut self, mime_type: &str, extensions: &[&str]) -> Self {
        self.0
            .set_inside("accept", mime_type, Value::from(extensions));
        self
    }
}

object! {
    /// The target for content that other applications share.
    ShareTarget,
    /// Creates a target from the URL that receives the content.
    new(action) {
        /// Sets the method: `GET` or `POST`.
        method: &str => set "method";
        /// Sets the encoding of a `POST`, such as `multipart/form-data`.
        enctype: &str => set "enctype";
    }
}

impl ShareTarget {
    /// Sets the field for the title.
    #[must_use]
    pub fn title(mut self, field: &str) -> Self {
        self.0.set_inside("params", "title", field.into());
        self
    }

    /// Sets the field for the text.
    #[must_use]
    pub fn text(mut self, field: &str) -> Self {
        self.0.set_inside("params", "text", field.into());
        self
    }

    /// Sets the field for the URL.
    #[must_use]
    pub fn url(mut self, field: &str) -> Self {
        self.0.set_inside("params", "url", field.into());
        self
    }

    /// Sets the field for files with these media types.
    #[must_use]
    pub fn files(mut self, field: &str, accept: &[&str]) -> Self {
        let files = serde_json::json!([{ "name": field, "accept": accept }]);
        self.0.set_inside("params", "files", files);
        self
    }
}

object! {
    /// The way in which the application is launched when it is already open.
    LaunchHandler,
    /// Creates a launch handler.
    new() {
        /// Adds a client mode. The first supported one is used.
        client_mode: ClientMode => push "client_mode";
    }
}
