using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Rockdove.Hosting.Tests;

public sealed class MailTransportTests
{
    [Fact]
    public async Task Sockets_are_read_sixteen_kibibytes_at_a_time()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddMailTransport();
        await using var app = builder.Build();

        using var pool = app.Services.GetRequiredService<IMemoryPoolFactory<byte>>().Create();
        using var block = pool.Rent();

        Assert.Equal(64 * 1024, block.Memory.Length);
    }

    [Fact]
    public void Without_Kestrel_before_it_the_transport_is_refused()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());

        var error = Assert.Throws<InvalidOperationException>(() => builder.Services.AddMailTransport());

        Assert.Contains("UseKestrelCore", error.Message, StringComparison.Ordinal);
    }
}
