/** The SDK announces that it will leave Node 20, in the middle of the demo's lines. Its own switch, so that other warnings stay. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
