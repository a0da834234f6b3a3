// SPDX-License-Identifier: AGPL-3.0-or-later
import { defineConfig } from "vite";
import { shells } from "./build/shells.ts";

export default defineConfig({
  base: "/",
  publicDir: false,
  plugins: [shells()],
  esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
  worker: {
    // Classic workers run on phones that know no module workers.
    format: "iife",
    rollupOptions: { output: { entryFileNames: "assets/[name]-[hash].js" } },
  },
  build: {
    target: "es2020",
    outDir: "dist",
    emptyOutDir: true,
    // Inlined assets would need data: in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      output: {
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
});
