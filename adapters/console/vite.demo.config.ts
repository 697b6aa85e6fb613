/// <reference types="node" />
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { mockGateway } from './src/mock/plugin';

// The pages without an engine: a made-up city answers. For whoever works on the pages.
export default defineConfig({
  plugins: [preact(), mockGateway(fileURLToPath(new URL('../../config', import.meta.url)))],
});
