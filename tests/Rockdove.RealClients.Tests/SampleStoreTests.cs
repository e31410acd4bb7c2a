using Rockdove.Storage;
using Rockdove.Storage.Contract;
using WriteAStore;

namespace Rockdove.RealClients.Tests;

/// <summary>The store of samples/write-a-store keeps the promises that every store makes.</summary>
public sealed class SampleStoreTests : BlobStoreContract<SampleStoreTests.Harness>
{
    public sealed class Harness : IBlobStoreHarness
    {
        public ValueTask<IBlobStore> CreateAsync() => new(new Disposing(new ScratchFolder()));
    }

    private sealed class Disposing(ScratchFolder folder) : IBlobStore, IAsyncDisposable
    {
        private readonly FolderBlobStore _blobs = new(folder.Path);

        public ValueTask<IBlobWriter> CreateAsync(long expectedBytes, CancellationToken cancellationToken) =>
            _blobs.CreateAsync(expectedBytes, cancellationToken);

        public ValueTask<IBlob?> OpenAsync(BlobId blob, CancellationToken cancellationToken) =>
            _blobs.OpenAsync(blob, cancellationToken);

        public ValueTask<bool> DeleteAsync(BlobId blob, CancellationToken cancellationToken) =>
            _blobs.DeleteAsync(blob, cancellationToken);

        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
